package io.cardflow.faults;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cardflow.history.History;
import io.cardflow.history.History.Published;
import io.cardflow.servers.Servers;
import java.time.Duration;
import java.time.Instant;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** An outdated timer has no effect, whatever changes a card around the end of its assignment. */
class TimerRaceIT {

  private static final Duration LONG = Duration.ofDays(1);

  @Test
  void anOldTimerNeverExpiresANewAssignment() {
    race(1_000);
  }

  @Test
  @Tag("faults")
  void anOldTimerNeverExpiresANewAssignmentOfFiveThousandCards() {
    race(5_000);
  }

  private static void race(int cards) {
    try (FaultRun run = new FaultRun(Servers.shared());
        Pool pool = new Pool(run)) {
      run.with("cardflow.expiry.every", "1s").with("cardflow.expiry.reminders", "2s,1s");
      WorkerProcess first = run.worker().awaitReady();
      WorkerProcess second = run.worker().awaitReady();
      pool.fill(cards);
      Duration ahead = Duration.ofSeconds(5).plusMillis(cards);
      Instant end = Instant.now().plus(ahead);
      for (int card = 0; card < cards; card++) {
        pool.assign(card, "H-" + card, end);
      }
      pool.settle();
      Awaitility.await("the end is near")
          .atMost(ahead.plusSeconds(1))
          .pollInterval(Duration.ofMillis(10))
          .until(() -> Instant.now().isAfter(end.minusMillis(500)));

      Random choice = new Random(7);
      long begun = System.nanoTime();
      for (int card = 0; card < cards; card++) {
        move(pool, card, choice.nextInt(6), end);
        LockSupport.parkNanos(begun + card * (3_000_000_000L / cards) - System.nanoTime());
      }
      pool.settle();
      Awaitility.await("all ended assignments have expired")
          .atMost(Duration.ofSeconds(60))
          .until(
              () ->
                  run.count(
                          "SELECT count(*) FROM card"
                              + " WHERE state = 'ASSIGNED' AND valid_until < now()")
                      == 0);

      History history = run.history();
      // A card that is assigned again for a moment can expire twice.
      long expired =
          history.events().stream()
              .filter(event -> to(event, "EXPIRED"))
              .map(Published::key)
              .distinct()
              .count();
      assertTrue(expired > cards / 6, "at least the unchanged ones");
      assertTrue(expired < cards, "some were saved from it");
      assertTrue(
          first.metric("cardflow_rejections_total", "STALE_TIMER")
                  + second.metric("cardflow_rejections_total", "STALE_TIMER")
              > 0,
          "the timers were too late");
      assertEquals(
          0,
          history.rejections().stream()
              .filter(each -> each.data().path("code").asText().equals("STALE_TIMER"))
              .count());
    }
  }

  private static void move(Pool pool, int card, int choice, Instant end) {
    switch (choice) {
      case 0 -> pool.withdraw(card);
      case 1 -> pool.extend(card, end.plus(LONG));
      case 2 -> {
        pool.withdraw(card);
        pool.assign(card, "N-" + card, end.plus(LONG));
      }
      case 3 -> {
        pool.withdraw(card);
        pool.assign(card, "N-" + card, Instant.now().plusMillis(700));
      }
      case 4 -> pool.lock(card);
      default -> {
        // The assignment expires during the wait.
      }
    }
  }

  private static boolean to(Published event, String state) {
    return event.data().path("to").asText().equals(state);
  }
}
