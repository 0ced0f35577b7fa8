package io.cardflow.wire;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Commands of callers over HTTP are checked as the inbox would check them. */
class CommandEncoderTest {

  private static final Instant NOW = Instant.parse("2025-03-04T05:06:07.089Z");

  private final CommandEncoder encoder = new CommandEncoder("/cardflow/api");

  @Test
  void theHeadersNameTheSourceTheKeyAndTheActor() {
    EncodedCommand command = encode("lock-card", "T-1", "{\"reason\":\"stolen\"}");

    assertNull(command.fault());
    assertEquals("/cardflow/api", command.message().id().source());
    assertEquals("key-1", command.message().id().id());
    assertEquals("T-1", command.message().key());
    assertTrue(
        command.message().headers().stream()
            .anyMatch(
                header ->
                    header.name().equals("ce_authid")
                        && new String(header.value(), UTF_8).equals("alice")));
  }

  @ParameterizedTest(name = "{0} {1} {2}")
  @CsvSource(
      delimiter = '|',
      value = {
        "lock-cart|T-1|{}",
        "expire-card|T-1|{}",
        "lock-card|a b|{}",
        "lock-card||{}",
        "lock-card|T-1|[]",
        "assign-card|T-1|{}",
        "assign-card|T-1|{\"holderId\":1}",
        "replace-production|T-1|{\"reason\":\"made again\"}",
        "accept-order|T-1|{\"orderId\":\"OD-1-B\"}"
      })
  void whatTheInboxWouldRefuseIsNotEncoded(String name, String card, String data) {
    EncodedCommand command = encode(name, card == null ? "" : card, data);

    assertNotNull(command.fault());
    assertNull(command.message());
  }

  @Test
  void theNamesAreThoseThatACallerMayUse() {
    List<String> names = CommandEncoder.names();

    assertTrue(names.contains("request-card"));
    assertFalse(names.contains("expire-card"), "it is the worker's own");
    assertEquals(names.stream().sorted().toList(), names);
  }

  private EncodedCommand encode(String name, String card, String data) {
    return encoder.encode(name, card, "key-1", "alice", NOW, data.getBytes(UTF_8));
  }
}
