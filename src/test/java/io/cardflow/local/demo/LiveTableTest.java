package io.cardflow.local.demo;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.cardflow.domain.CardState;
import io.cardflow.domain.OrderStatus;
import io.cardflow.domain.Outcome;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class LiveTableTest {

  private static final Numbers NOTHING =
      new Numbers(0, 0, Map.of(), 0, Map.of(), 0, Map.of(), 0, 0, 0, 0, 0);

  @Test
  void showsAllStatesOrdersAndOutcomes() {
    Numbers numbers =
        new Numbers(
            3450,
            6000,
            Map.of(CardState.PROCESSING, 250, CardState.ABORTED, 50, CardState.LOCKED, 750),
            1234,
            Map.of(OrderStatus.UNKNOWN, 2, OrderStatus.CLOSED, 15),
            750,
            Map.of(Outcome.APPLIED, 4500, Outcome.DEAD_LETTERED, 7),
            150,
            100,
            1200,
            3,
            6);
    assertEquals(
        """
          cards by state             orders by status           messages by outcome
          REQUESTED              0   COLLECTED              0   applied             4500
          PROCESSING           250   SUBMITTED              0   rejected               0
          ABORTED               50   UNKNOWN                2   duplicate              0
          FAILED                 0   CLOSED                15   stale                  0
          ORDERED                0   REFUSED                0   dead_lettered          7
          IN_PRODUCTION          0   cards ordered        750   forwarded              0
          PRODUCED               0                              commands sent       3450
          UNASSIGNED             0   timer notices              inbound records     6000
          ASSIGNED               0   reminders            150   events read         1200
          EXPIRED                0   overdue              100   rejections read        3
          LOCKED               750                              dead letters read      6
          ordering  [###############.....]    750 of   1000 cards answered by the bureau\
        """,
        String.join("\n", LiveTable.lines(numbers)));
  }

  @Test
  void hasALineForOutputWithoutATerminal() {
    assertEquals(
        "sent=0 inbound=0 ended=0 cards=0 ordered=0 shipped=0 events=0 rejections=0 deadLetters=0",
        LiveTable.line(NOTHING));
  }

  @Test
  void keepsItsSizeSoThatItCanBeRedrawn() {
    Numbers full =
        new Numbers(
            999_999,
            9,
            Map.of(CardState.FAILED, 999_999),
            0,
            Map.of(OrderStatus.CLOSED, 999_999),
            9,
            Map.of(Outcome.STALE, 999_999),
            9,
            9,
            9,
            9,
            9);
    List<String> before = LiveTable.lines(NOTHING);
    List<String> after = LiveTable.lines(full);
    assertEquals(
        before.stream().map(String::length).toList(), after.stream().map(String::length).toList());
  }
}
