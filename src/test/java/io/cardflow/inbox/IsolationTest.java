package io.cardflow.inbox;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cardflow.domain.Outcome;
import io.cardflow.history.HistoryChecker;
import io.cardflow.servers.Servers;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A lane that cannot continue releases its partitions, and a partition that cannot continue is
 * halted.
 */
class IsolationTest {

  private static final int CARDS = 64;
  private static final int FAULTY = 3;
  private static final Duration PATIENCE = Duration.ofSeconds(90);

  @Test
  void aPartitionThatFailsAloneHaltsAndTheOthersContinue() throws Exception {
    AtomicBoolean faulty = new AtomicBoolean(true);
    try (Road road = new Road()) {
      Replica replica = road.replica(partitionFault(road, faulty));
      send(road);

      await("only that one", () -> replica.status().halts().keySet().equals(Set.of(FAULTY)));
      await("the others continue", () -> replica.count(Outcome.APPLIED) == elsewhere());
      assertEquals(HaltReason.PARTITION_FAULT, replica.status().halts().get(FAULTY).reason());

      faulty.set(false);
      await("it resumes without a restart", () -> replica.status().halts().isEmpty());
      replica.awaitAllDone();
      assertEquals(List.of(), HistoryChecker.violations(road.history()));
    }
  }

  @Test
  void aPartitionThatFailsOnASecondReplicaHaltsThere() throws Exception {
    AtomicBoolean faulty = new AtomicBoolean(true);
    try (Road road = new Road()) {
      Replica first = road.replica(partitionFault(road, faulty));
      Replica second = road.replica(partitionFault(road, faulty));
      await("both work", () -> first.status().partitions() > 0 && second.status().partitions() > 0);
      send(road);

      await(
          "found by two",
          () ->
              Set.of(first, second).stream()
                  .flatMap(each -> each.status().halts().values().stream())
                  .anyMatch(each -> each.finding().contains("on this replica and on ")));
      await(
          "the others continue",
          () -> first.count(Outcome.APPLIED) + second.count(Outcome.APPLIED) == elsewhere());

      faulty.set(false);
      second.awaitAllDone();
      assertEquals(List.of(), HistoryChecker.violations(road.history()));
    }
  }

  @Test
  void aReplicaOnWhichEverythingFailsHaltsNothingAndLeavesItsPartitionsToOthers() throws Exception {
    AtomicBoolean faulty = new AtomicBoolean(true);
    try (Road road = new Road()) {
      Replica broken = road.replica(replicaFault(road, faulty));
      await("it owns all", () -> broken.status().partitions() == 2 * Servers.PARTITIONS);
      Replica sound = road.replica();
      send(road);

      await("the other one works", () -> sound.count(Outcome.APPLIED) == CARDS);
      assertEquals(Map.of(), broken.status().halts());
      assertEquals(Map.of(), sound.status().halts());

      faulty.set(false);
      await("the replica returns to the group", () -> broken.status().partitions() > 0);
      sound.awaitAllDone();
      assertEquals(List.of(), HistoryChecker.violations(road.history()));
    }
  }

  @Test
  @Tag("faults")
  void aSingleReplicaKeepsRetrying() throws Exception {
    AtomicBoolean faulty = new AtomicBoolean(true);
    AtomicInteger met = new AtomicInteger();
    try (Road road = new Road()) {
      Replica broken =
          road.replica(
              new FaultyClients(
                  road,
                  (method, number, call) -> {
                    if (method.equals("sendOffsetsToTransaction") && faulty.get()) {
                      met.incrementAndGet();
                      throw new KafkaException("a fault of the replica");
                    }
                    return call.make();
                  }));
      send(road);
      await("it has retried often", () -> met.get() > 15);
      assertEquals(Map.of(), broken.status().halts());
      assertFalse(broken.status().fault().contains("left the group"), broken.status().fault());

      faulty.set(false);
      broken.awaitAllDone();
      assertEquals(List.of(), HistoryChecker.violations(road.history()));
    }
  }

  /** The lane resumes after any failure of the consumer, including an error. */
  @ParameterizedTest
  @ValueSource(classes = {KafkaException.class, AssertionError.class, NoClassDefFoundError.class})
  void aPollThatFailsImmediatelyIsNotRepeatedWithoutAWait(Class<? extends Throwable> kind)
      throws Exception {
    AtomicBoolean faulty = new AtomicBoolean();
    AtomicInteger polls = new AtomicInteger();
    try (Road road = new Road()) {
      Replica replica =
          road.replica(
              new FaultyClients(
                  road,
                  (method, number, call) -> {
                    if (method.equals("poll") && faulty.get()) {
                      polls.incrementAndGet();
                      throw kind.getConstructor().newInstance();
                    }
                    return call.make();
                  }));
      road.request("T-0");
      replica.awaitEnded(1);

      faulty.set(true);
      long begun = System.nanoTime();
      await("some polls fail", () -> polls.get() >= 5);
      assertTrue(System.nanoTime() - begun > 300_000_000L, "waits between them");
      assertTrue(replica.status().fault().contains(kind.getSimpleName()));
      faulty.set(false);

      road.request("T-1");
      replica.awaitEnded(2);
      assertEquals(List.of(), HistoryChecker.violations(road.history()));
    }
  }

  @Test
  @Tag("faults")
  void anOutageMakesNoReplicaLeave() throws Exception {
    AtomicBoolean away = new AtomicBoolean();
    AtomicInteger left = new AtomicInteger();
    AtomicInteger met = new AtomicInteger();
    try (Road road = new Road()) {
      Replica other = road.replica();
      Replica replica =
          road.replica(
              new FaultyClients(
                  road,
                  (method, number, call) -> {
                    if (method.equals("unsubscribe")) {
                      left.incrementAndGet();
                    }
                    if (away.get() && Set.of("committed", "commitTransaction").contains(method)) {
                      met.incrementAndGet();
                      throw new TimeoutException("no answer");
                    }
                    return call.make();
                  }));
      await(
          "both work", () -> replica.status().partitions() > 0 && other.status().partitions() > 0);
      away.set(true);
      send(road);
      await("it has retried often", () -> met.get() > 15);
      away.set(false);
      replica.awaitAllDone();

      assertEquals(0, left.get());
      assertEquals(Map.of(), replica.status().halts());
      assertEquals(List.of(), HistoryChecker.violations(road.history()));
    }
  }

  private static FaultyClients partitionFault(Road road, AtomicBoolean faulty) {
    return new FaultyClients(
        road,
        (method, number, call) -> {
          if (method.equals("sendOffsetsToTransaction") && faulty.get()) {
            Map<?, ?> offsets = (Map<?, ?>) call.arguments()[0];
            if (offsets.keySet().stream()
                .anyMatch(each -> ((TopicPartition) each).partition() == FAULTY)) {
              throw new KafkaException("a fault of the partition");
            }
          }
          return call.make();
        });
  }

  private static FaultyClients replicaFault(Road road, AtomicBoolean faulty) {
    return new FaultyClients(
        road,
        (method, number, call) -> {
          if (method.equals("sendOffsetsToTransaction") && faulty.get()) {
            throw new KafkaException("a fault of the replica");
          }
          return call.make();
        });
  }

  private static void send(Road road) {
    for (int card = 0; card < CARDS; card++) {
      road.request("T-" + card);
    }
    road.sent();
  }

  private static void await(String what, BooleanSupplier condition) {
    Awaitility.await(what)
        .atMost(PATIENCE)
        .pollInterval(Duration.ofMillis(100))
        .until(condition::getAsBoolean);
  }

  private static int elsewhere() {
    HomePartition home = new HomePartition(Servers.PARTITIONS);
    int elsewhere = 0;
    for (int card = 0; card < CARDS; card++) {
      elsewhere += home.of("T-" + card) == FAULTY ? 0 : 1;
    }
    return elsewhere;
  }
}
