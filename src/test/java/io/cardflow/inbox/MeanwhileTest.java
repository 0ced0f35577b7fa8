package io.cardflow.inbox;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.cardflow.history.HistoryChecker;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** Records that arrive during a batch join the next one, up to its limit. */
class MeanwhileTest {

  /** The number of attempts: a fetch may take longer than the second poll waits. */
  private static final int ROUNDS = 10;

  @Test
  void recordsThatArriveDuringABatchAreDecidedTogether() throws Exception {
    try (Road road = new Road()) {
      Sizes sizes = new Sizes(road, 9);
      run(road, sizes);
      assertEquals(10, sizes.most.get());
    }
  }

  @Test
  void aBatchDoesNotExceedItsLimit() throws Exception {
    try (Road road = new Road().with("cardflow.inbox.batch-size", "4")) {
      Sizes sizes = new Sizes(road, 9);
      run(road, sizes);
      assertEquals(4, sizes.most.get());
    }
  }

  private static void run(Road road, Sizes sizes) {
    Replica replica = road.replica(new FaultyClients(road, sizes));
    refuse(road, "T-0");
    Awaitility.await()
        .atMost(Duration.ofSeconds(60))
        .until(() -> sizes.rounds.get() == ROUNDS || sizes.most.get() > 9);
    replica.awaitAllDone();
    assertEquals(List.of(), HistoryChecker.violations(road.history()));
  }

  /** An inbound record that produces a single outbound record. */
  private static void refuse(Road road, String card) {
    road.command("lock-card", card, "{}");
  }

  /**
   * While the last batch is being published, sends one record, which the consumer prefetches, and
   * then this many more.
   */
  private static final class Sizes implements FaultyClients.Fault {

    private final Road road;
    private final int more;
    private final AtomicInteger rounds = new AtomicInteger();
    private final AtomicInteger most = new AtomicInteger();
    private int sent = 1;
    private int size;
    private int taken;

    Sizes(Road road, int more) {
      this.road = road;
      this.more = more;
    }

    @Override
    public Object meet(String method, int number, FaultyClients.Call call) throws Throwable {
      if (method.equals("send")) {
        size++;
      } else if (method.equals("commitTransaction")) {
        taken += size;
        most.accumulateAndGet(size, Math::max);
        size = 0;
        if (taken == sent && rounds.get() < ROUNDS) {
          int round = rounds.incrementAndGet();
          refuse(road, "T-" + round);
          road.sent();
          for (int each = 1; each <= more; each++) {
            refuse(road, "T-" + round + "-" + each);
          }
          road.sent();
          sent += 1 + more;
        }
      }
      return call.make();
    }
  }
}
