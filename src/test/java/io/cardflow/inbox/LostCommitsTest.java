package io.cardflow.inbox;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cardflow.history.History.Published;
import io.cardflow.history.HistoryChecker;
import io.cardflow.servers.Servers;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The database loses some transactions under a running replica: every partition with lost commits
 * halts, whichever replica writes its progress next, and nothing is published twice.
 */
class LostCommitsTest {

  private static final int CARDS = 24;
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  @ParameterizedTest
  @ValueSource(ints = {1, 10})
  void anIdleReplicaNoticesIt(int transactions) throws Exception {
    idle(transactions);
  }

  @Test
  @Tag("faults")
  void anIdleReplicaNoticesAThousandLostTransactions() throws Exception {
    idle(1_000);
  }

  private static void idle(int transactions) throws Exception {
    try (Road road = road()) {
      Operator operator = new Operator(road);
      Replica replica = requested(road);
      operator.backup();
      Set<Integer> affected = work(road, replica, transactions);

      operator.setBack();

      assertHalts(replica, affected);
      assertNothingTwice(road);
    }
  }

  /**
   * An aborted transaction of another client advances the consumer, and thereby the stored
   * progress.
   */
  @Test
  void anIdleReplicaThatSkipsAnAbortedTransactionHidesNothing() throws Exception {
    try (Road road = road()) {
      Operator operator = new Operator(road);
      Replica replica = requested(road);
      operator.backup();
      Set<Integer> affected = work(road, replica, 10);

      operator.setBack();
      operator.abortedTransaction();

      assertHalts(replica, affected);
      assertNothingTwice(road);
    }
  }

  @Test
  void aReplicaUnderLoadNoticesIt() throws Exception {
    try (Road road = road()) {
      Operator operator = new Operator(road);
      Replica replica = requested(road);
      operator.backup();
      Set<Integer> affected = work(road, replica, CARDS);

      sendLocks(road, 5);
      operator.setBack();
      sendLocks(road, 5);

      assertHalts(replica, affected);
      assertNothingTwice(road);
    }
  }

  @Test
  void afterAReplicaStopsTheNextOneNoticesIt() throws Exception {
    try (Road road = road()) {
      Operator operator = new Operator(road);
      Replica replica = requested(road);
      operator.backup();
      Set<Integer> affected = work(road, replica, CARDS);
      Map<String, String> before = operator.progress();

      operator.setBack();
      Map<String, String> after = operator.progress();
      replica.stop();

      assertTrue(!after.equals(before), "something was lost");
      assertEquals(after, operator.progress(), "nothing was written during the stop");
      assertHalts(road.replica(), affected);
      assertNothingTwice(road);
    }
  }

  @Test
  void anotherReplicaThatTakesPartitionsOverNoticesIt() throws Exception {
    try (Road road = road()) {
      Operator operator = new Operator(road);
      Replica replica = requested(road);
      operator.backup();
      Set<Integer> affected = work(road, replica, CARDS);

      operator.setBack();
      Replica second = road.replica();

      Awaitility.await("both halt the affected partitions")
          .atMost(PATIENCE)
          .until(
              () -> {
                Set<Integer> halted = new TreeSet<>(replica.status().halts().keySet());
                halted.addAll(second.status().halts().keySet());
                return second.status().partitions() > 0 && halted.equals(affected);
              });
      assertNothingTwice(road);
    }
  }

  @Test
  void partitionsResumeWithoutARestartOnceALaterStateIsRestored() throws Exception {
    try (Road road = road()) {
      Operator operator = new Operator(road);
      Replica replica = requested(road);
      operator.backup();
      Set<Integer> affected = work(road, replica, CARDS);
      operator.keep("later");
      operator.setBack();
      assertHalts(replica, affected);

      operator.setBackTo("later");

      Awaitility.await("halted partitions are compared again")
          .atMost(PATIENCE)
          .until(() -> replica.status().halts().isEmpty());
      sendLocks(road, 1);
      replica.awaitAllDone();
      assertEquals(List.of(), HistoryChecker.violations(road.history()));
    }
  }

  private static Road road() {
    return new Road().with("cardflow.inbox.batch-size", "1");
  }

  private static Replica requested(Road road) {
    Replica replica = road.replica();
    for (int card = 0; card < CARDS; card++) {
      road.request("T-" + card);
    }
    road.sent();
    replica.awaitAllDone();
    return replica;
  }

  /**
   * Waits until this many messages are decided, each in its own transaction; returns their
   * partitions.
   */
  private static Set<Integer> work(Road road, Replica replica, int transactions) {
    Set<Integer> numbers = new TreeSet<>();
    for (int each = 0; each < transactions; each++) {
      String card = "T-" + each % CARDS;
      road.command(each < CARDS ? "abort-order" : "lock-card", card, "{}");
      numbers.add(new HomePartition(Servers.PARTITIONS).of(card));
    }
    replica.awaitAllDone();
    return numbers;
  }

  private static void sendLocks(Road road, int rounds) {
    for (int round = 0; round < rounds; round++) {
      for (int card = 0; card < CARDS; card++) {
        road.command("lock-card", "T-" + card, "{}");
      }
    }
    road.sent();
  }

  private static void assertHalts(Replica replica, Set<Integer> affected) {
    Awaitility.await("halted: " + affected)
        .atMost(PATIENCE)
        .until(() -> replica.status().halts().keySet(), affected::equals);
    replica
        .status()
        .halts()
        .values()
        .forEach(halt -> assertEquals(HaltReason.LOST_COMMITS, halt.reason()));
  }

  private static void assertNothingTwice(Road road) {
    Map<String, List<Published>> byId =
        road.history().events().stream()
            .collect(Collectors.groupingBy(each -> each.headers().get("ce_id")));
    assertEquals(
        List.of(),
        byId.entrySet().stream()
            .filter(each -> each.getValue().size() > 1)
            .map(Map.Entry::getKey)
            .toList());
  }
}
