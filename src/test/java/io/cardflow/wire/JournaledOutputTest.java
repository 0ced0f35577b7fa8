package io.cardflow.wire;

import static io.cardflow.wire.GoldenOutTest.text;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.cardflow.domain.CardState;
import io.cardflow.domain.Decision.Rejected;
import io.cardflow.domain.Event;
import io.cardflow.domain.Message;
import io.cardflow.domain.MessageId;
import io.cardflow.domain.RejectionCode;
import io.cardflow.domain.Trigger;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class JournaledOutputTest {

  /** Shared, as for the rows of a batch: no use must affect the next. */
  static Set<String> names() {
    return ExpectedOutgoing.all().keySet();
  }

  @ParameterizedTest
  @MethodSource("names")
  void aGoldenAnswerIsRestoredFromTheJournalByteForByte(String name) {
    ExpectedOutgoing golden = ExpectedOutgoing.all().get(name);
    assertComesBack(List.of(golden.outgoing()), golden.cause());
  }

  @Test
  void severalAnswersAreRestoredInOrder() {
    ExpectedOutgoing first = ExpectedOutgoing.all().get("in-production-inferred");
    ExpectedOutgoing second = ExpectedOutgoing.all().get("produced");
    assertComesBack(List.of(first.outgoing(), second.outgoing()), first.cause());
  }

  @Test
  void noAnswerIsRestoredAsNone() {
    assertEquals("[]", JournaledOutput.write(List.of()));
    assertEquals(List.of(), JournaledOutput.read("[]", ExpectedMessages.of("lock-card")));
  }

  @Test
  void anOperatorCanReadTheJournal() throws Exception {
    ExpectedOutgoing golden = ExpectedOutgoing.all().get("locked");
    JsonNode row = Golden.MAPPER.readTree(JournaledOutput.write(List.of(golden.outgoing()))).get(0);
    assertEquals("EVENTS", row.get("topic").asText());
    assertEquals("T-000042/12", row.get("id").asText());
    assertEquals("io.cardflow.card.state-changed.v1", row.get("type").asText());
    assertEquals("2026-11-22T10:15:31.000Z", row.get("time").asText());
    assertEquals("LOCKED", row.get("data").get("to").asText());
  }

  @Property(tries = 500)
  void anAnswerWithAnyTextsIsRestoredByteForByte(
      @ForAll("texts") String id, @ForAll("texts") String text) {
    Message cause =
        new Message(
            new MessageId(text, id), "T-1", text, Instant.EPOCH, id, text, null, null, null);
    Event event =
        new Event.StateChanged(
            "T-1",
            7,
            CardState.ASSIGNED,
            CardState.LOCKED,
            Instant.EPOCH,
            Trigger.LOCK_CARD,
            false,
            new Event.Cause(id, text, text),
            text,
            id,
            null,
            null,
            null,
            null,
            null,
            null,
            true);
    Encoder encoder = new Encoder(text);
    Rejected rejected = new Rejected(RejectionCode.UNKNOWN_CARD, text, null);
    assertComesBack(
        List.of(
            encoder.event(event, cause),
            encoder.rejection(cause, rejected, Instant.EPOCH),
            encoder.reuse(cause, rejected, Instant.EPOCH, text, 3, Long.MAX_VALUE)),
        cause);
  }

  /** Any text that the parser accepts, including long texts. */
  @Provide
  Arbitrary<String> texts() {
    Arbitrary<String> any =
        Arbitraries.strings().all().filter(text -> Characters.fault(text) == null);
    Arbitrary<String> hard =
        Arbitraries.of("\"\\/\n\t\u0001\u007f", "🪪å漢\u2028", "x".repeat(40_000), "}],{[", "");
    return Arbitraries.oneOf(any, hard);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "{}",
        "[",
        "[1]",
        "[{}]",
        "[]]",
        "[{\"topic\":\"EVENTS\"}]",
        "[{\"topic\":\"NONE\",\"source\":\"s\",\"id\":\"i\",\"type\":\"t\",\"time\":\"t\",\"data\":{}}]",
        "[{\"topic\":\"EVENTS\",\"source\":\"s\",\"id\":\"i\",\"type\":\"t\",\"time\":\"t\",\"data\":1}]"
      })
  void aRowWithOtherContentIsRejected(String row) {
    Message cause = ExpectedMessages.of("lock-card");
    assertThrows(IllegalArgumentException.class, () -> JournaledOutput.read(row, cause));
  }

  private static void assertComesBack(List<Outgoing> written, Message cause) {
    String json = JournaledOutput.write(written);
    List<Outgoing> read = JournaledOutput.read(json, cause);
    assertEquals(written.size(), read.size());
    for (int i = 0; i < read.size(); i++) {
      assertEquals(written.get(i).topic(), read.get(i).topic());
      assertEquals(written.get(i).key(), read.get(i).key());
      assertEquals(text(written.get(i).headers()), text(read.get(i).headers()));
      for (int h = 0; h < read.get(i).headers().size(); h++) {
        assertArrayEquals(
            written.get(i).headers().get(h).value(), read.get(i).headers().get(h).value());
      }
      assertArrayEquals(written.get(i).value(), read.get(i).value());
      assertTrue(json.contains(new String(read.get(i).value(), UTF_8)));
    }
  }
}
