package io.cardflow.faults;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cardflow.servers.Servers;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A replica that is frozen beyond its session timeout, and then resumes. */
class FrozenReplicaIT {

  private static final String FROZEN = "replica-0";
  private static final int INBOUND_PARTITIONS = 2 * Servers.PARTITIONS;

  @Test
  void aReplicaThatResumesAfterItsSessionTimeoutHarmsNothing() {
    freeze(1_500, 700, 1);
  }

  @Test
  @Tag("faults")
  void aReplicaThatIsFrozenRepeatedlyHarmsNothing() {
    freeze(5_000, 400, 4);
  }

  private static void freeze(int cards, int rate, int times) {
    try (FaultRun run = new FaultRun(Servers.shared());
        MixedLoad load = run.load(12)) {
      WorkerProcess frozen = run.worker().awaitReady();
      run.worker().awaitReady();
      GroupInspector membership = new GroupInspector(run);
      CompletableFuture<Void> sending = load.send(cards, rate);
      for (int time = 0; time < times; time++) {
        awaitShared(membership);
        int epochs = run.count("SELECT sum(epoch) FROM progress");
        freezeInABatch(run, frozen);
        Awaitility.await("the other replica has all partitions")
            .atMost(Duration.ofSeconds(60))
            .until(
                () ->
                    membership.partitions("replica-1") == INBOUND_PARTITIONS
                        && run.count("SELECT sum(epoch) FROM progress")
                            >= epochs + INBOUND_PARTITIONS);
        assertEquals(0, membership.partitions(FROZEN), "partitions moved");
        assertTrue(!sending.isDone() || run.isBehind(), "resumed under load");
        frozen.wake();
      }
      sending.join();
      run.judge(load);
      assertTrue(frozen.isAlive());
      assertTrue(frozen.logged("inbox fault") > 0, "the resumed replica noticed");
      Awaitility.await("the resumed replica works again")
          .atMost(Duration.ofSeconds(60))
          .until(() -> frozen.status("ready") == 200);
    }
  }

  private static void awaitShared(GroupInspector membership) {
    Awaitility.await("both replicas have partitions")
        .atMost(Duration.ofSeconds(60))
        .until(() -> membership.partitions(FROZEN) == INBOUND_PARTITIONS / 2);
  }

  /** Freezes it repeatedly until it is inside a transaction of PostgreSQL. */
  private static void freezeInABatch(FaultRun run, WorkerProcess frozen) {
    Awaitility.await("frozen in the middle of a batch")
        .atMost(Duration.ofSeconds(30))
        .pollDelay(Duration.ZERO)
        .pollInterval(Duration.ofMillis(7))
        .until(
            () -> {
              frozen.freeze();
              boolean caught =
                  run.count(
                          "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()"
                              + " AND application_name = '"
                              + FROZEN
                              + "' AND state = 'idle in transaction'")
                      > 0;
              if (!caught) {
                frozen.wake();
              }
              return caught;
            });
  }
}
