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

/** Many assignments end at the same moment while replicas are killed: each expires once. */
class ExpiryCrashIT {

  private static final int REPLICAS = 3;
  private static final String EXPIRED = "SELECT count(*) FROM card WHERE state = 'EXPIRED'";

  @Test
  void eachOfManyAssignmentsThatEndTogetherExpiresOnce() {
    crash(5_000, Duration.ofSeconds(15));
  }

  @Test
  @Tag("faults")
  void eachOfAHundredThousandAssignmentsThatEndTogetherExpiresOnce() {
    crash(100_000, Duration.ofSeconds(90));
  }

  private static void crash(int cards, Duration validity) {
    try (FaultRun run = new FaultRun(Servers.shared());
        Pool pool = new Pool(run)) {
      run.with("cardflow.expiry.every", "1s").with("cardflow.expiry.reminders", "");
      List<WorkerProcess> replicas = List.of(run.worker(), run.worker(), run.worker());
      replicas.forEach(WorkerProcess::awaitReady);
      pool.fill(cards);
      Instant end = Instant.now().plus(validity);
      for (int card = 0; card < cards; card++) {
        pool.assign(card, "H-" + card, end);
      }
      pool.settle();
      assertEquals(0, run.count(EXPIRED), "assigned before the end");

      for (int kill = 0; kill < REPLICAS - 1; kill++) {
        int expired = run.count(EXPIRED);
        Awaitility.await("they expire")
            .atMost(validity.plusSeconds(60))
            .pollInterval(Duration.ofMillis(5))
            .until(() -> run.count(EXPIRED) > expired);
        replicas.get(kill).kill();
        assertTrue(run.count(EXPIRED) < cards, "kill " + kill + " came after the work was done");
        replicas.get(kill).start();
      }

      Awaitility.await("all have expired")
          .atMost(Duration.ofMinutes(3))
          .until(() -> run.count(EXPIRED) == cards);
      History history = run.history();
      assertEquals(
          cards,
          history.events().stream()
              .filter(event -> event.data().path("to").asText().equals("EXPIRED"))
              .count());
      assertEquals(List.of(), history.rejections());
    }
  }
}
