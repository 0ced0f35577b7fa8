package io.cardflow.local.demo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cardflow.domain.Outcome;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SummaryTest {

  private static final int VERSIONS = 111;

  private final Scenario scenario = new Scenario("run", 20);
  private final Map<Outcome, Integer> outcomes = new EnumMap<>(Outcome.class);
  private int sent;
  private int events = VERSIONS;
  private int rejections;
  private int deadLetters;

  SummaryTest() {
    for (Outcome outcome : Outcome.values()) {
      outcomes.put(outcome, scenario.expected(outcome));
      sent += scenario.expected(outcome);
    }
    rejections = scenario.expected(Outcome.REJECTED);
    deadLetters = scenario.expected(Outcome.DEAD_LETTERED);
  }

  @Test
  void addsUpWhenAllHasComeOutAsItMust() {
    Summary summary = summary();
    assertTrue(summary.addsUp());
    assertEquals(List.of(), marked(summary));
    assertEquals("It adds up.", summary.lines().get(summary.lines().size() - 1));
  }

  @Test
  void aRecordThatWasOnlySentOnHasNotEnded() {
    outcomes.put(Outcome.FORWARDED, 17);
    assertTrue(summary().addsUp());
  }

  @Test
  void namesAnOutcomeThatIsNotTheExpectedOne() {
    outcomes.merge(Outcome.APPLIED, -1, Integer::sum);
    outcomes.merge(Outcome.STALE, 1, Integer::sum);
    assertNames("applied", "stale");
  }

  @Test
  void namesRecordsWithoutAnOutcome() {
    sent++;
    assertNames("records ended, of those sent");
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

  private void assertNames(String... lines) {
    Summary summary = summary();
    assertFalse(summary.addsUp());
    assertEquals(List.of(lines), marked(summary));
    assertTrue(summary.lines().get(summary.lines().size() - 1).contains("NOT"));
  }

  private Summary summary() {
    return Summary.of(
        scenario, new Numbers(sent, Map.of(), VERSIONS, outcomes, events, rejections, deadLetters));
  }

  private static List<String> marked(Summary summary) {
    return summary.lines().stream()
        .filter(line -> line.startsWith("!!"))
        .map(line -> line.substring(3, line.length() - " 000000 of 000000".length()).strip())
        .toList();
  }
}
