package io.cardflow.local.demo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cardflow.domain.CardState;
import io.cardflow.domain.Outcome;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SummaryTest {

  private final Map<CardState, Integer> states = new EnumMap<>(CardState.class);
  private final Map<Outcome, Integer> outcomes = new EnumMap<>(Outcome.class);
  private int inbound = 100;
  private int events = 70;
  private int rejections = 12;
  private int deadLetters = 8;
  private BureauBooks bureau = new BureauBooks(19, 19, 15, 1, 3);

  SummaryTest() {
    outcomes.put(Outcome.APPLIED, 75);
    outcomes.put(Outcome.REJECTED, 12);
    outcomes.put(Outcome.DEAD_LETTERED, 8);
    outcomes.put(Outcome.STALE, 5);
    states.put(CardState.ABORTED, 1);
    states.put(CardState.FAILED, 4);
    states.put(CardState.UNASSIGNED, 5);
    states.put(CardState.LOCKED, 10);
  }

  @Test
  void matchesWhenAllCountsAreEqual() {
    Summary summary = summary();
    assertTrue(summary.matches());
    assertEquals(List.of(), marked(summary));
    assertEquals("All counts match.", summary.lines().get(summary.lines().size() - 1));
  }

  @Test
  void aForwardedRecordIsNotDecided() {
    outcomes.put(Outcome.FORWARDED, 17);
    assertTrue(summary().matches());
  }

  @Test
  void namesRecordsWithoutAnOutcome() {
    inbound++;
    assertNames("records decided, of those received");
  }

  @Test
  void namesAnEventThatIsMissing() {
    events--;
    assertNames("events read, of the cards' versions");
  }

  @Test
  void namesAnEventTooMany() {
    events++;
    assertNames("events read, of the cards' versions");
  }

  @Test
  void namesRejectionsThatWereNotRead() {
    rejections--;
    assertNames("rejections read, of messages rejected");
  }

  @Test
  void namesDeadLettersThatWereNotRead() {
    deadLetters--;
    assertNames("dead letters read, of records dead-lettered");
  }

  @Test
  void namesCardsThatAreMissingOrOrderedTwice() {
    bureau = new BureauBooks(20, 19, 15, 1, 3);
    assertNames(
        "cards on the bureau's books, of those ordered",
        "cards ordered only once, of the bureau's");
  }

  @Test
  void namesShipmentsThatTheCardsDoNotKnow() {
    bureau = new BureauBooks(19, 19, 16, 1, 3);
    assertNames("cards shipped, of the bureau's");
  }

  @Test
  void namesFailuresThatTheBureauDoesNotKnow() {
    bureau = new BureauBooks(19, 19, 15, 1, 2);
    assertNames("cards failed, of the bureau's");
  }

  private void assertNames(String... lines) {
    Summary summary = summary();
    assertFalse(summary.matches());
    assertEquals(List.of(lines), marked(summary));
    assertTrue(summary.lines().get(summary.lines().size() - 1).contains("NOT"));
  }

  private Summary summary() {
    return Summary.of(
        new Numbers(
            50, inbound, states, 70, Map.of(), 19, outcomes, 0, 0, events, rejections, deadLetters),
        bureau);
  }

  private static List<String> marked(Summary summary) {
    return summary.lines().stream()
        .filter(line -> line.startsWith("!!"))
        .map(line -> line.substring(3, line.length() - " 000000 of 000000".length()).strip())
        .toList();
  }
}
