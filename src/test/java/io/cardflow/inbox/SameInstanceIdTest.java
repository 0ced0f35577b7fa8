package io.cardflow.inbox;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cardflow.history.HistoryChecker;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/**
 * If two replicas have the same instance id, the second one reports it and does not disturb the
 * first.
 */
class SameInstanceIdTest {

  private static final String SETTING = "cardflow.inbox.instance-id";
  private static final int ROUNDS = 20;

  @Test
  void theSecondWaitsOutsideTheGroupNamesTheSettingAndJoinsWhenTheFirstHasLeft() throws Exception {
    try (Road road = new Road().with(SETTING, "same")) {
      Replica first = road.replica();
      road.request("T-first");
      first.awaitEnded(1);

      Replica second = road.replica();
      awaitNamed(second);
      for (int round = 0; round < ROUNDS; round++) {
        road.request("T-" + round);
        first.awaitEnded(2 + round);
        assertNull(first.status().fault());
      }

      assertEquals(0, second.status().partitions());
      assertTrue(second.status().fault().contains("same"), second.status().fault());
      first.stop();
      road.request("T-last");
      second.awaitEnded(1);
      assertNull(second.status().fault());
      assertEquals(List.of(), HistoryChecker.violations(road.history()));
    }
  }

  @Test
  void ofTwoThatJoinAtTheSameMomentOneWorksAndTheOtherNamesTheSetting() throws Exception {
    try (Road road = new Road().with(SETTING, "same")) {
      CyclicBarrier together = new CyclicBarrier(2);
      Replica one = road.replica(joiningTogether(road, together));
      Replica other = road.replica(joiningTogether(road, together));

      Awaitility.await("one of them names the setting")
          .atMost(Duration.ofSeconds(60))
          .until(() -> names(one) ^ names(other));
      Replica working = names(one) ? other : one;
      Awaitility.await("the other one takes its partitions over")
          .atMost(Duration.ofSeconds(30))
          .until(() -> working.status().fault() == null);
    }
  }

  /** Neither is a member yet when the other checks. */
  private static KafkaClients joiningTogether(Road road, CyclicBarrier together) {
    AtomicBoolean joined = new AtomicBoolean();
    return new FaultyClients(
        road,
        (method, number, call) -> {
          if (method.equals("subscribe") && joined.compareAndSet(false, true)) {
            together.await(30, TimeUnit.SECONDS);
          }
          return call.make();
        });
  }

  private static void awaitNamed(Replica replica) {
    Awaitility.await("it names the setting")
        .atMost(Duration.ofSeconds(30))
        .until(() -> names(replica));
  }

  private static boolean names(Replica replica) {
    String fault = replica.status().fault();
    return fault != null && fault.contains(SETTING + "=same is in use");
  }
}
