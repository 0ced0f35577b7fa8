package io.cardflow.faults;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cardflow.history.History;
import io.cardflow.servers.Servers;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** After downtime, a worker announces only what is still true. */
class WeekendIT {

  private static final int GONE = 0;
  private static final int LATE = 1;
  private static final int FAR = 2;

  @Test
  @Tag("faults")
  void aWorkerThatWasDownCatchesUp() {
    try (FaultRun run = new FaultRun(Servers.shared());
        Pool pool = new Pool(run)) {
      run.with("cardflow.expiry.every", "1s")
          .with("cardflow.expiry.reminders", "25s,18s,3s")
          .with("cardflow.dwell.expired", "2s");
      WorkerProcess worker = run.worker().awaitReady();
      pool.fill(3);
      Instant start = Instant.now();
      pool.assign(GONE, "H-0", start.plusSeconds(11));
      pool.assign(LATE, "H-1", start.plusSeconds(33));
      pool.assign(FAR, "H-2", start.plusSeconds(3600));
      pool.settle();
      Awaitility.await("of the points that have passed only the nearest is announced")
          .atMost(Duration.ofSeconds(6))
          .until(
              () ->
                  run.count("SELECT version FROM card WHERE id = '" + Pool.card(GONE) + "'") == 8);
      worker.terminate();
      worker.awaitEnd(Duration.ofSeconds(25));
      assertTrue(Instant.now().isBefore(start.plusSeconds(8)), "down before the next point");

      awaitTime(start.plusSeconds(16));
      worker.start().awaitReady();
      assertTrue(Instant.now().isBefore(start.plusSeconds(29)), "up before the last point");

      Awaitility.await("the late one is overdue too")
          .atMost(Duration.ofSeconds(60))
          .until(() -> run.count("SELECT count(*) FROM card WHERE overdue") == 2);
      Awaitility.await("the gauges show it")
          .atMost(Duration.ofSeconds(10))
          .until(() -> worker.metric("cardflow_cards_overdue", "\"EXPIRED\"") == 2);
      assertTrue(worker.metric("cardflow_state_oldest_seconds", "\"EXPIRED\"") > 2);
      assertEquals(2, worker.metric("cardflow_cards", "\"EXPIRED\""));
      assertEquals(1, worker.metric("cardflow_cards", "\"ASSIGNED\""));
      History history = run.history();
      assertEquals(List.of("PT18S"), reminders(history, GONE), "before it was down");
      assertEquals(List.of("PT18S", "PT3S"), reminders(history, LATE));
      assertEquals(List.of(), reminders(history, FAR));
      assertEquals(1, count(history, GONE, "EXPIRED"));
      assertEquals(1, count(history, LATE, "EXPIRED"));
      assertEquals(0, count(history, FAR, "EXPIRED"));
      assertEquals(List.of(), history.rejections());
    }
  }

  private static void awaitTime(Instant time) {
    Awaitility.await("it is time")
        .atMost(Duration.ofSeconds(60))
        .pollInterval(Duration.ofMillis(100))
        .until(() -> Instant.now().isAfter(time));
  }

  /** The reminder points at which a card's assignment was announced, in order. */
  private static List<String> reminders(History history, int card) {
    return history.events().stream()
        .filter(event -> event.key().equals(Pool.card(card)))
        .filter(event -> event.headers().get("ce_type").equals("io.cardflow.card.expiring.v1"))
        .map(event -> event.headers().get("ce_causationid"))
        .map(id -> id.substring(id.lastIndexOf('/') + 1))
        .toList();
  }

  private static long count(History history, int card, String to) {
    return history.events().stream()
        .filter(event -> event.key().equals(Pool.card(card)))
        .filter(event -> event.data().path("to").asText().equals(to))
        .count();
  }
}
