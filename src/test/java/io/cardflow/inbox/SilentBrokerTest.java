package io.cardflow.inbox;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.kafka.common.errors.TimeoutException;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** A lane without work tells that the broker is away, and goes on when it is back. */
class SilentBrokerTest {

  private static final Duration PATIENCE = Duration.ofSeconds(30);

  @Test
  void aLaneThatHasNothingToDoNoticesIt() throws Exception {
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
      Awaitility.await("it tells").atMost(PATIENCE).until(() -> replica.status().fault() != null);
      assertTrue(replica.status().fault().contains("no answer"), replica.status().fault());

      silent.set(false);
      Awaitility.await("it is over").atMost(PATIENCE).until(() -> replica.status().fault() == null);
      road.request("T-2");
      replica.awaitEnded(2);
      assertEquals(2, replica.ended());
    }
  }
}
