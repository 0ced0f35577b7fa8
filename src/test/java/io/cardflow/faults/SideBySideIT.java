package io.cardflow.faults;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cardflow.servers.Servers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/**
 * Replicas of this build and of an earlier one with the same schema share the work, and each takes
 * over what the other has left in doubt. {@code .ci/side-by-side/run} builds the earlier one.
 */
@EnabledIfSystemProperty(named = SideBySideIT.EARLIER, matches = ".+")
class SideBySideIT {

  static final String EARLIER = "worker.earlier";

  @Test
  void twoBuildsShareTheWorkAndTakeOverFromEachOther() {
    Path earlier = Path.of(System.getProperty(EARLIER));
    assertTrue(Files.exists(earlier), earlier + " is built");
    try (FaultRun run = new FaultRun(Servers.shared());
        MixedLoad load = run.load(23)) {
      WorkerProcess old = run.worker(earlier).awaitReady();
      WorkerProcess now = run.worker().awaitReady();
      CompletableFuture<Void> sending = load.send(2_500, 250);

      awaitWork(old);
      awaitWork(now);
      for (WorkerProcess each : new WorkerProcess[] {old, now}) {
        int before = run.count("SELECT count(*) FROM journal");
        Awaitility.await("under load")
            .atMost(Duration.ofSeconds(60))
            .until(() -> run.count("SELECT count(*) FROM journal") > before + 200);
        each.kill();
        each.start();
        each.awaitReady();
      }

      sending.join();
      run.judge(load);
      assertEquals(0, run.count("SELECT count(*) FROM progress WHERE fault IS NOT NULL"));
    }
  }

  private static void awaitWork(WorkerProcess worker) {
    Awaitility.await("it decides records")
        .atMost(Duration.ofSeconds(60))
        .until(() -> worker.metric("cardflow_messages_total", "outcome=\"applied\"") > 0);
  }
}
