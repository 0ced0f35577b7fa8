package io.cardflow.faults;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cardflow.servers.Servers;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** SIGKILL at random moments under load: nothing is lost or repeated. */
class CrashIT {

  @Test
  void aWorkerKilledUnderLoadLosesAndRepeatsNothing() {
    crash(930, 1_000, 4);
  }

  @Test
  @Tag("faults")
  void aWorkerKilledTwentyTimesUnderLoadLosesAndRepeatsNothing() {
    crash(5_000, 700, 20);
  }

  private static void crash(int cards, int rate, int kills) {
    try (FaultRun run = new FaultRun(Servers.shared());
        MixedLoad load = run.load(11)) {
      Random moments = new Random(11);
      WorkerProcess worker = run.worker().awaitReady();
      CompletableFuture<Void> sending = load.send(cards, rate);
      for (int kill = 0; kill < kills; kill++) {
        int from = run.count("SELECT count(*) FROM journal");
        int more = 50 + moments.nextInt(400);
        Awaitility.await("under load")
            .atMost(Duration.ofSeconds(60))
            .pollInterval(Duration.ofMillis(5))
            .until(() -> run.count("SELECT count(*) FROM journal") > from + more);
        worker.kill();
        assertTrue(
            !sending.isDone() || run.isBehind(), "kill " + kill + " came after the work was done");
        worker.start();
      }
      sending.join();
      run.judge(load);
      assertTrue(run.count("SELECT max(epoch) FROM progress") > kills, "every start took over");
    }
  }
}
