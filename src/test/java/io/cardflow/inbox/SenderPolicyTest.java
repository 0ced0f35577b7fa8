package io.cardflow.inbox;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cardflow.domain.Command.LockCard;
import io.cardflow.domain.InboundTopic;
import io.cardflow.domain.Message;
import io.cardflow.domain.MessageId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The policy decides which source may send what, and an invalid one is never in force. */
class SenderPolicyTest {

  private static final String POLICY =
      """
      default: reject
      senders:
        - source: /iam
          topics: [commands]
          types: [io.cardflow.command.lock-card.v1, io.cardflow.command.request-*]
          cards: [T-, B-]
        - source: /iam
          topics: [commands]
          types: [io.cardflow.command.withdraw-card.v1]
        - source: /bureau/*
          topics: [producer-status]
      """;

  @TempDir Path directory;

  @ParameterizedTest
  @CsvSource({
    "/iam, COMMANDS, lock-card, T-1, true",
    "/iam, COMMANDS, request-card, B-1, true",
    "/iam, COMMANDS, lock-card, X-1, false",
    "/iam, COMMANDS, extend-card, T-1, false",
    "/iam, PRODUCER_STATUS, lock-card, T-1, false",
    "/iam, COMMANDS, withdraw-card, X-1, true",
    "/iam/other, COMMANDS, lock-card, T-1, false",
    "/bureau/1, PRODUCER_STATUS, lock-card, X-1, true",
    "/bureau/1, COMMANDS, lock-card, X-1, false",
    "/unknown, COMMANDS, lock-card, T-1, false",
  })
  void oneOfTheRulesOfASourceMustAllowIt(
      String source, InboundTopic topic, String type, String card, boolean allowed)
      throws Exception {
    assertEquals(allowed, SenderPolicy.read(POLICY).allows(topic, message(source, type, card)));
  }

  @Test
  void theDefaultIsForSourcesWithoutARule() throws Exception {
    SenderPolicy policy = SenderPolicy.read(POLICY.replace("default: reject", "default: ALLOW"));

    assertTrue(policy.allows(InboundTopic.COMMANDS, message("/unknown", "lock-card", "T-1")));
    assertFalse(policy.allows(InboundTopic.COMMANDS, message("/iam", "lock-card", "X-1")));
  }

  @Test
  void refusalsAreCountedByRule() throws Exception {
    SenderPolicy policy = SenderPolicy.read(POLICY);

    assertEquals("/bureau/*", policy.ruleOf("/bureau/17"));
    assertEquals("other", policy.ruleOf("/any"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "senders: []",
        "default: perhaps",
        "default: allow\nsenders: 1",
        "default: allow\nrules: []",
        "default: allow\nsenders: [{}]",
        "default: allow\nsenders: [{source: /a, topics: [events]}]",
        "default: allow\nsenders: [{source: /a, types: []}]",
        "default: allow\nsenders: [{source: /a, cards: ['']}]",
        "default: allow\nsenders: [{source: /a, type: x}]",
        "default: [",
        "default: 0",
        "default: allow\ndefault: reject",
        "default: allow\nsenders: [{source: /a, types: }]",
        "default: allow\nsenders: [{source: /a, topics: []}]",
        "default: allow\nsenders: [{source: /a, cards: ['T-*']}]",
        "default: allow\nsenders: [{source: /a, types: [null]}]",
        "default: allow\n---\ndefault: reject",
      })
  void anInvalidPolicyPreventsTheStartAndNamesTheSetting(String yaml) throws IOException {
    Path file = Files.writeString(directory.resolve("policy.yaml"), yaml);

    RuntimeException refused =
        assertThrows(IllegalArgumentException.class, () -> new PolicyFile(file).read());

    assertTrue(refused.getMessage().startsWith("cardflow.policy.file: the file "));
  }

  @Test
  void aMissingFilePreventsTheStart() {
    RuntimeException refused =
        assertThrows(
            IllegalArgumentException.class, () -> new PolicyFile(directory.resolve("none")).read());

    assertTrue(refused.getMessage().contains("cannot be read"), refused.getMessage());
  }

  @Test
  void aChangedFileIsReadAgainAndAnInvalidOneIsNotInForce() throws IOException {
    Path path = Files.writeString(directory.resolve("policy.yaml"), "default: allow");
    PolicyFile file = new PolicyFile(path);
    file.read();
    assertTrue(allows(file));

    Files.writeString(path, "default: [");
    file.reload();
    assertTrue(allows(file));

    Files.writeString(path, "default: reject");
    file.reload();
    assertFalse(allows(file));

    Files.delete(path);
    file.reload();
    assertFalse(allows(file));
  }

  private static boolean allows(PolicyFile file) {
    return file.policy().allows(InboundTopic.COMMANDS, message("/iam", "lock-card", "T-1"));
  }

  private static Message message(String source, String type, String card) {
    return new Message(
        new MessageId(source, "m-1"),
        card,
        "io.cardflow.command." + type + ".v1",
        Instant.EPOCH,
        null,
        null,
        null,
        new UUID(1, 2),
        new LockCard(null));
  }
}
