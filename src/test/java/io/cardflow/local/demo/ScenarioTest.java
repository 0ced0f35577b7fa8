package io.cardflow.local.demo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class ScenarioTest {

  private static final Instant START = Instant.parse("2026-11-23T10:00:00Z");

  @Test
  void itIsTheSameEachTime() {
    assertEquals(written(new Scenario("run", 100)), written(new Scenario("run", 100)));
  }

  @Test
  void twoRunsShareNoCardAndNoMessage() {
    Scenario one = new Scenario("a", 40);
    Scenario other = new Scenario("b", 40);
    Set<String> ids = all(one).stream().map(StoryStep::id).collect(Collectors.toSet());
    assertTrue(all(other).stream().noneMatch(step -> ids.contains(step.id())));
  }

  @Test
  void itShowsEveryCommandInEveryForm() {
    List<StoryStep> all = all(new Scenario("run", 20));
    assertEquals(
        Set.of(
            "request-card",
            "abort-order",
            "initialize-card",
            "assign-card",
            "extend-card",
            "withdraw-card",
            "lock-card",
            "expire-card",
            "paint-card"),
        all.stream()
            .map(step -> step.type().replaceAll("io.cardflow.command.|.v1", ""))
            .collect(Collectors.toSet()));
    assertEquals(
        EnumSet.allOf(StoryStep.Form.class),
        all.stream().map(StoryStep::form).collect(Collectors.toSet()));
  }

  private static List<StoryStep> all(Scenario scenario) {
    return scenario.waves().stream().flatMap(wave -> wave.steps().stream()).toList();
  }

  private static List<List<String>> written(Scenario scenario) {
    return scenario.waves().stream()
        .map(
            wave ->
                wave.steps().stream().map(step -> step.id() + step.data().apply(START)).toList())
        .toList();
  }
}
