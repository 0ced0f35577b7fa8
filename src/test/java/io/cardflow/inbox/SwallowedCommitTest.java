package io.cardflow.inbox;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cardflow.history.History;
import io.cardflow.history.HistoryChecker;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.RemoveMembersFromConsumerGroupOptions;
import org.apache.kafka.common.errors.TimeoutException;
import org.junit.jupiter.api.Test;

/**
 * If a commit to Kafka fails after PostgreSQL has committed, each event is still published once,
 * for any failure, and whether or not the broker executed the commit.
 */
class SwallowedCommitTest {

  private static final int CARDS = 40;
  private static final Set<Integer> FAILING = Set.of(0, 2, 3, 7);

  @Test
  void aCommitThatTimesOutWithoutEffectLosesNothing() throws Exception {
    AtomicInteger met = new AtomicInteger();
    try (Road road = new Road().with("cardflow.inbox.batch-size", "20")) {
      run(
          road,
          (method, number, call) -> {
            if (method.equals("commitTransaction") && FAILING.contains(number)) {
              met.incrementAndGet();
              throw new TimeoutException("no answer, and nothing was committed");
            }
            return call.make();
          });
    }
    assertEquals(FAILING.size(), met.get());
  }

  @Test
  void aCommitThatTimesOutButSucceededRepeatsNothing() throws Exception {
    AtomicInteger met = new AtomicInteger();
    try (Road road = new Road().with("cardflow.inbox.batch-size", "20")) {
      run(
          road,
          (method, number, call) -> {
            Object result = call.make();
            if (method.equals("commitTransaction") && FAILING.contains(number)) {
              met.incrementAndGet();
              throw new TimeoutException("the answer was lost");
            }
            return result;
          });
    }
    assertEquals(FAILING.size(), met.get());
  }

  @Test
  void aCommitOfAFormerGenerationLosesNothing() throws Exception {
    AtomicInteger refused = new AtomicInteger();
    try (Road road = new Road().with("cardflow.inbox.batch-size", "20")) {
      run(
          road,
          (method, number, call) -> {
            if (!method.equals("sendOffsetsToTransaction") || !FAILING.contains(number)) {
              return call.make();
            }
            expel(road);
            try {
              return call.make();
            } catch (RuntimeException generation) {
              refused.incrementAndGet();
              throw generation;
            }
          });
    }
    assertEquals(FAILING.size(), refused.get());
  }

  private static void run(Road road, FaultyClients.Fault fault) {
    Replica replica = road.replica(new FaultyClients(road, fault));
    for (int card = 0; card < CARDS; card++) {
      road.request("T-" + card);
      road.command("abort-order", "T-" + card, "{\"reason\":\"changed\"}");
      road.command("lock-card", "T-" + card, "{}");
      road.send(road.topics().commands(), "unknown", "u-" + card, "T-" + card, "{}");
    }
    replica.awaitAllDone();
    History history = road.history();
    assertEquals(List.of(), HistoryChecker.violations(history));
    assertEquals(3 * CARDS, history.events().size());
    assertEquals(2 * CARDS, history.rejections().size());
    assertTrue(history.deadLetters().isEmpty());
  }

  /** Removes every member, so that the polled records belong to an earlier generation. */
  private static void expel(Road road) {
    try (Admin admin =
        Admin.create(Map.of("bootstrap.servers", road.servers().bootstrapServers()))) {
      admin
          .removeMembersFromConsumerGroup(
              road.config().inbox().groupId(), new RemoveMembersFromConsumerGroupOptions())
          .all()
          .get();
    } catch (Exception failed) {
      throw new IllegalStateException(failed);
    }
  }
}
