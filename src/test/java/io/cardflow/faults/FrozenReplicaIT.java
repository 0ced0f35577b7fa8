package io.cardflow.faults;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cardflow.servers.Servers;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** A replica that is frozen beyond its session, and wakes up believing that nothing happened. */
class FrozenReplicaIT {

  @Test
  void aReplicaThatWakesUpAfterItsSessionHarmsNothing() {
    try (FaultRun run = new FaultRun(Servers.shared());
        MixedLoad load = run.load(12)) {
      WorkerProcess frozen = run.worker().awaitReady();
      run.worker().awaitReady();
      awaitShared(run);
      CompletableFuture<Void> sending = load.send(1_500, 700);
      Awaitility.await("under load")
          .atMost(Duration.ofSeconds(60))
          .until(() -> frozen.metric("cardflow_messages_total", "") > 300);

      int epochs = run.count("SELECT sum(epoch) FROM progress");
      frozen.freeze();
      Awaitility.await("the other replica has all partitions")
          .atMost(Duration.ofSeconds(60))
          .until(() -> run.count("SELECT sum(epoch) FROM progress") >= epochs + 16);
      frozen.wake();

      sending.join();
      run.judge(load);
      assertTrue(frozen.isAlive());
      Awaitility.await("the woken replica works again")
          .atMost(Duration.ofSeconds(60))
          .until(() -> frozen.status("ready") == 200);
    }
  }

  private static void awaitShared(FaultRun run) {
    Awaitility.await("both replicas have settled")
        .atMost(Duration.ofSeconds(60))
        .until(() -> run.logged("inbox settled lane=1 partitions=4") >= 2);
  }
}
