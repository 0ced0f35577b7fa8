package io.cardflow.local.demo;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.cardflow.domain.CardState;
import io.cardflow.domain.Outcome;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class LiveTableTest {

  private static final Numbers NOTHING = new Numbers(0, Map.of(), 0, Map.of(), 0, 0, 0);

  @Test
  void showsAllStatesAndOutcomes() {
    Numbers numbers =
        new Numbers(
            6000,
            Map.of(CardState.REQUESTED, 50, CardState.LOCKED, 1000),
            1234,
            Map.of(Outcome.APPLIED, 4500, Outcome.DEAD_LETTERED, 7),
            1200,
            3,
            6);
    assertEquals(
        """
          cards by state             messages by outcome
          REQUESTED             50   applied             4500
          PROCESSING             0   rejected               0
          ABORTED                0   duplicate              0
          FAILED                 0   stale                  0
          ORDERED                0   dead_lettered          7
          IN_PRODUCTION          0   forwarded              0
          PRODUCED               0   sent                6000
          UNASSIGNED             0
          ASSIGNED               0   events read         1200
          EXPIRED                0   rejections read        3
          LOCKED              1000   dead letters read      6\
        """,
        String.join("\n", LiveTable.lines(numbers)));
  }

  @Test
  void keepsItsSizeSoThatItCanBeDrawnOver() {
    Numbers full =
        new Numbers(
            999_999, Map.of(CardState.FAILED, 999_999), 0, Map.of(Outcome.STALE, 999_999), 9, 9, 9);
    List<String> before = LiveTable.lines(NOTHING);
    List<String> after = LiveTable.lines(full);
    assertEquals(
        before.stream().map(String::length).toList(), after.stream().map(String::length).toList());
  }
}
