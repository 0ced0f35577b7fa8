package io.cardflow.inbox;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cardflow.history.HistoryChecker;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.common.errors.TimeoutException;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/**
 * A lane reports that the broker is down, whether or not it has work, and resumes when the broker
 * is back.
 */
class SilentBrokerTest {

  private static final int CARDS = 20;
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  @Test
  void anIdleLaneNoticesIt() throws Exception {
    AtomicBoolean silent = new AtomicBoolean();
    try (Road road = new Road()) {
      Replica replica =
          road.replica(
              new FaultyClients(
                  road,
                  (method, number, call) -> {
                    if (method.equals("committed") && silent.get()) {
                      throw new TimeoutException("no answer");
                    }
                    return call.make();
                  }));
      road.request("T-1");
      replica.awaitEnded(1);

      silent.set(true);
      Awaitility.await("it reports the fault")
          .atMost(PATIENCE)
          .until(() -> replica.status().fault() != null);
      assertTrue(replica.status().fault().contains("no answer"), replica.status().fault());

      silent.set(false);
      Awaitility.await("it is over").atMost(PATIENCE).until(() -> replica.status().fault() == null);
      road.request("T-2");
      replica.awaitEnded(2);
      assertEquals(2, replica.ended());
    }
  }

  /**
   * A client without metadata waits on each record, and reports the failure only to its callback.
   */
  @Test
  void aBatchEndsAtItsFirstFailedRecord() throws Exception {
    AtomicBoolean forgotten = new AtomicBoolean(true);
    AtomicInteger transactions = new AtomicInteger();
    AtomicInteger failed = new AtomicInteger();
    try (Road road = new Road()) {
      for (int card = 1; card <= CARDS; card++) {
        road.request("T-" + card);
      }
      road.sent();
      Replica replica =
          road.replica(
              new FaultyClients(
                  road,
                  (method, number, call) -> {
                    if (method.equals("beginTransaction") && forgotten.get()) {
                      transactions.incrementAndGet();
                    }
                    if (method.equals("send") && forgotten.get()) {
                      failed.incrementAndGet();
                      Callback callback = (Callback) call.arguments()[1];
                      callback.onCompletion(null, new TimeoutException("not in metadata"));
                      return null;
                    }
                    return call.make();
                  }));
      Awaitility.await("it reports the fault")
          .atMost(PATIENCE)
          .until(
              () -> replica.status().fault(),
              fault -> fault != null && fault.contains("not in metadata"));
      forgotten.set(false);
      replica.awaitAllDone();

      assertTrue(failed.get() <= transactions.get(), failed + " in " + transactions);
      assertEquals(List.of(), HistoryChecker.violations(road.history()));
    }
  }
}
