package io.cardflow.local.demo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cardflow.domain.CardState;
import io.cardflow.domain.Outcome;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ScenarioTest {

  private static final Instant START = Instant.parse("2026-11-23T10:00:00Z");

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 13, 19, 20, 21, 57, 1000})
  void everyRecordEndsAsExpectedWhicheverTopicAndCardIsReadFirst(int cards) {
    Scenario scenario = new Scenario("run", cards);
    for (int seed = 0; seed < 10; seed++) {
      assertEquals(List.of(), new Played(scenario, START, seed).surprises(), "seed " + seed);
    }
  }

  @Test
  void itIsTheSameEachTime() {
    assertEquals(written(new Scenario("run", 100)), written(new Scenario("run", 100)));
  }

  @Test
  void twoRunsShareNoCardAndNoMessage() {
    Scenario one = new Scenario("a", 40);
    Scenario other = new Scenario("b", 40);
    Set<String> ids = all(one).stream().map(Step::id).collect(Collectors.toSet());
    assertTrue(all(other).stream().noneMatch(step -> ids.contains(step.id())));
  }

  @Test
  void whatIsExpectedIsWhatIsSent() {
    Scenario scenario = new Scenario("run", 1000);
    int expected = 0;
    for (Outcome outcome : Outcome.values()) {
      expected += scenario.expected(outcome);
    }
    assertEquals(all(scenario).size(), expected);
    assertEquals(0, scenario.expected(Outcome.FORWARDED));
  }

  @Test
  void cardsEndInAllElevenStates() {
    Played played = new Played(new Scenario("run", 20), START, 0);
    assertEquals(EnumSet.allOf(CardState.class), played.states());
  }

  @Test
  void itShowsEveryOutcomeAndBothModes() {
    Scenario scenario = new Scenario("run", 20);
    Set<Outcome> outcomes = EnumSet.allOf(Outcome.class);
    outcomes.removeIf(outcome -> scenario.expected(outcome) == 0);
    assertEquals(EnumSet.complementOf(EnumSet.of(Outcome.FORWARDED)), outcomes);
    Set<Step.Form> forms = all(scenario).stream().map(Step::form).collect(Collectors.toSet());
    assertEquals(EnumSet.allOf(Step.Form.class), forms);
  }

  private static List<Step> all(Scenario scenario) {
    return scenario.waves().stream().flatMap(List::stream).toList();
  }

  private static List<List<String>> written(Scenario scenario) {
    return scenario.waves().stream()
        .map(wave -> wave.stream().map(step -> step.id() + step.data().apply(START)).toList())
        .toList();
  }
}
