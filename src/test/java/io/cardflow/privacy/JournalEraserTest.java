package io.cardflow.privacy;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.cardflow.store.HolderEraser.Erased;
import io.cardflow.store.JournaledTexts;
import io.cardflow.store.PastAssignment;
import io.cardflow.wire.Header;
import io.cardflow.wire.JournaledOutput;
import io.cardflow.wire.OutboundTopic;
import io.cardflow.wire.Outgoing;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A person is replaced in a unit of work of the journal, and everything else stays. */
class JournalEraserTest {

  private static final Instant FROM = Instant.parse("2026-03-01T08:00:00Z");
  private static final Instant UNTIL = Instant.parse("2026-03-05T08:00:00Z");
  private static final Instant AFTER = UNTIL.plusSeconds(3_600);
  private static final List<PastAssignment> PAST = List.of(new PastAssignment("T-1", FROM, UNTIL));

  private final JournalEraser eraser = new JournalEraser();

  @Test
  void everyTextIsReplacedAndTheEntriesAreCounted() {
    Erased erased =
        erase(
            new JournaledTexts(
                7,
                AFTER,
                5,
                new String[] {"T-1", "T-1", "T-1", "T-2", null},
                new String[] {"/iam", "/people/anna", "/iam", "/people/anna", null},
                new String[] {"m-1", "m-2", "m-3-anna", "m-4-anna", null},
                new String[] {"anna", "bob", null, null, null},
                new String[] {"ticket anna", null, null, "ticket anna", null},
                null,
                new String[] {"for anna", "for hannah", null, null, null},
                null));

    JournaledTexts unit = erased.unit();
    assertEquals(3, erased.entries());
    assertEquals(7, unit.id());
    assertArrayEquals(
        new String[] {"/iam", "/people/X", "/iam", "/people/anna", null}, unit.sources());
    assertArrayEquals(new String[] {"m-1", null, null, "m-4-anna", null}, unit.messageIds());
    assertArrayEquals(new String[] {"X", "bob", null, null, null}, unit.authids());
    assertArrayEquals(
        new String[] {"ticket X", null, null, "ticket anna", null}, unit.correlationids());
    assertArrayEquals(new String[] {"for X", "for hannah", null, null, null}, unit.reasons());
    assertNull(unit.output());
  }

  @Test
  void theOutputIsReplacedInValuesAndHeaders() {
    Outgoing named = event("T-1", "bob", "{\"holderId\":\"anna\",\"actor\":\"anna\"}");
    Outgoing acting = event("T-2", "anna", "{\"cardId\":\"T-2\"}");
    Outgoing other = event("T-3", "bob", "{\"holderId\":\"annabel\"}");
    JournaledOutput output = new JournaledOutput();
    output.add(0, List.of(named, other));
    output.add(2, List.of(acting));

    Erased erased = erase(unit(FROM, null, output.finish()));

    assertEquals(2, erased.entries());
    Map<Integer, List<Outgoing>> read = JournaledOutput.read(erased.unit().output());
    assertEquals(
        "{\"holderId\":\"X\",\"actor\":\"X\"}", new String(read.get(0).get(0).value(), UTF_8));
    assertEquals("{\"holderId\":\"annabel\"}", new String(read.get(0).get(1).value(), UTF_8));
    assertEquals("X", new String(read.get(2).get(0).headers().get(0).value(), UTF_8));
    assertEquals("T-2", read.get(2).get(0).key());
  }

  /** Where the message is about a card that the person had. */
  @Test
  void idsThatNameThePersonAreReplacedInTheOutput() {
    String json = "{\"cardId\":\"%s\",\"message\":{\"id\":\"m-anna\",\"source\":\"/iam\"}}";
    JournaledOutput output = new JournaledOutput();
    output.add(0, List.of(rejection("T-1", json)));
    output.add(1, List.of(rejection("T-2", json)));

    Erased erased = erase(unit(AFTER, null, output.finish()));

    Outgoing about = JournaledOutput.read(erased.unit().output()).get(0).get(0);
    assertEquals(json.formatted("T-1").replace("anna", "X"), new String(about.value(), UTF_8));
    assertEquals(
        List.of("rejected/T-1//iam#m-X", "T-1/X", "X"),
        about.headers().stream().map(each -> new String(each.value(), UTF_8)).toList());
    Outgoing other = JournaledOutput.read(erased.unit().output()).get(1).get(0);
    assertEquals(json.formatted("T-2"), new String(other.value(), UTF_8));
    assertEquals(1, erased.entries());
  }

  private static Outgoing rejection(String card, String json) {
    return new Outgoing(
        OutboundTopic.REJECTIONS,
        card,
        List.of(
            new Header("ce_id", ("rejected/" + card + "//iam#m-anna").getBytes(UTF_8)),
            new Header("ce_causationid", (card + "/anna").getBytes(UTF_8)),
            new Header("ce_correlationid", "anna".getBytes(UTF_8))),
        json.formatted(card).getBytes(UTF_8));
  }

  /** A free text about a card while a person has it may be about the person. */
  @ParameterizedTest
  @CsvSource({
    "2026-03-01T08:00:00Z, T-1, true",
    "2026-03-05T08:00:00Z, T-1, true",
    "2026-02-27T08:00:00Z, T-1, false",
    "2026-03-07T08:00:00Z, T-1, false",
    "2026-03-02T08:00:00Z, T-2, false",
  })
  void reasonsOfTheTimeOfTheAssignmentAreRemoved(Instant at, String card, boolean removed) {
    JournaledOutput output = new JournaledOutput();
    output.add(0, List.of(event(card, "bob", "{\"reason\":\"has left\",\"version\":4}")));

    Erased erased =
        erase(
            new JournaledTexts(
                1,
                at,
                1,
                new String[] {card},
                new String[] {"/iam"},
                new String[] {"m-1"},
                null,
                null,
                null,
                new String[] {"has left"},
                output.finish()));

    String reason = removed ? "erased" : "has left";
    assertArrayEquals(new String[] {reason}, erased.unit().reasons());
    assertEquals(
        "{\"reason\":\"" + reason + "\",\"version\":4}",
        new String(JournaledOutput.read(erased.unit().output()).get(0).get(0).value(), UTF_8));
    assertEquals(removed ? 1 : 0, erased.entries());
  }

  @Test
  void whatCardflowGaveAsReasonOfARejectionStays() {
    Erased erased =
        erase(
            new JournaledTexts(
                1,
                FROM,
                1,
                new String[] {"T-1"},
                new String[] {"/iam"},
                new String[] {"m-1"},
                null,
                null,
                new String[] {"TRANSITION_NOT_ALLOWED"},
                new String[] {"anna is a word of Cardflow here"},
                null));

    assertEquals(0, erased.entries());
  }

  private Erased erase(JournaledTexts unit) {
    return eraser.erase(unit, "anna", "X", PAST);
  }

  private static JournaledTexts unit(Instant at, String[] reasons, byte[] output) {
    return new JournaledTexts(
        1,
        at,
        3,
        new String[] {"T-1", "T-2", "T-3"},
        new String[] {"/iam", "/iam", "/iam"},
        new String[] {"m-1", "m-2", "m-3"},
        null,
        null,
        null,
        reasons,
        output);
  }

  private static Outgoing event(String card, String actor, String json) {
    return new Outgoing(
        OutboundTopic.EVENTS,
        card,
        List.of(new Header("ce_authid", actor.getBytes(UTF_8))),
        json.getBytes(UTF_8));
  }
}
