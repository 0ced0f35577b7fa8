package io.cardflow.faults;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cardflow.servers.Servers;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** SIGTERM under load: batches are completed, and nothing is left in doubt. */
class DrainIT {

  private static final int TERMINATED = 143;

  @Test
  void aTerminatedWorkerLeavesNothingInDoubt() {
    try (FaultRun run = new FaultRun(Servers.shared());
        MixedLoad load = run.load(14)) {
      WorkerProcess worker = run.worker().awaitReady();
      CompletableFuture<Void> sending = load.send(800, 700);
      Awaitility.await("under load")
          .atMost(Duration.ofSeconds(60))
          .until(() -> worker.metric("cardflow_messages_total", "") > 300);

      worker.terminate();

      int code = worker.awaitEnd(Duration.ofSeconds(25));
      assertTrue(code == 0 || code == TERMINATED, "ended with " + code);
      assertTrue(!sending.isDone() || run.isBehind(), "stopped under load");
      new GroupInspector(run)
          .committed()
          .forEach(
              (partition, offset) ->
                  assertEquals(
                      offset,
                      run.count(
                          "SELECT next_offset FROM progress WHERE topic || '/' || partition = '"
                              + partition
                              + "'"),
                      partition));
      assertEquals(
          0, run.count("SELECT count(*) FROM progress WHERE published_offset < next_offset"));
      assertEquals(0, run.logged(" ERROR "));
      worker.start();
      sending.join();
      run.judge(load);
      assertEquals(0, run.logged("replay republished"), "there was nothing to publish again");
    }
  }
}
