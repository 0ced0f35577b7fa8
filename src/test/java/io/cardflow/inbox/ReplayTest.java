package io.cardflow.inbox;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cardflow.history.History;
import io.cardflow.history.History.Published;
import io.cardflow.servers.Servers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/**
 * Replays are published in portions. A card's records come from two topics, and its events are
 * published in the order of the decisions, wherever the portions are split.
 */
class ReplayTest {

  private static final int CARDS = 24;
  private static final int RECORDS_A_CARD = 6;

  @Test
  void manyUnitsOfWorkAreReplayedInTheirOrderAcrossBothTopics() throws Exception {
    try (Road road = new Road().with("cardflow.inbox.batch-size", "5")) {
      Operator operator = new Operator(road);
      Replica first = lives(road);
      first.stop();
      History before = road.history();

      rewind(road, operator);
      AtomicInteger transactions = new AtomicInteger();
      Replica second =
          road.replica(
              new FaultyClients(
                  road,
                  (method, number, call) -> {
                    if (method.equals("beginTransaction")) {
                      transactions.incrementAndGet();
                    }
                    return call.make();
                  }));
      second.awaitEnded(CARDS * RECORDS_A_CARD);

      assertReplayed(before, road.history());
      assertTrue(
          transactions.get() > CARDS * RECORDS_A_CARD / 10, "in portions: " + transactions.get());
    }
  }

  /** A transaction that exceeds its timeout is retried with fewer records. */
  @Test
  void aFailedPortionIsRetriedWithFewerRecords() throws Exception {
    try (Road road = new Road().with("cardflow.inbox.batch-size", "40")) {
      Operator operator = new Operator(road);
      Replica first = lives(road);
      first.stop();
      History before = road.history();

      rewind(road, operator);
      AtomicInteger sent = new AtomicInteger();
      Replica second =
          road.replica(
              new FaultyClients(
                  road,
                  (method, number, call) -> {
                    if (method.equals("beginTransaction")) {
                      sent.set(0);
                    }
                    if (method.equals("send") && sent.incrementAndGet() > 12) {
                      throw new KafkaException("the transaction takes too long");
                    }
                    return call.make();
                  }));
      second.awaitEnded(CARDS * RECORDS_A_CARD);

      assertReplayed(before, road.history());
    }
  }

  @Test
  void progressStoresHowFarAReplayIs() throws Exception {
    try (Road road = new Road().with("cardflow.inbox.batch-size", "5")) {
      Operator operator = new Operator(road);
      lives(road).stop();
      rewind(road, operator);
      AtomicInteger commits = new AtomicInteger();
      Replica second =
          road.replica(
              new FaultyClients(
                  road,
                  (method, number, call) -> {
                    if (method.equals("commitTransaction") && commits.incrementAndGet() > 6) {
                      throw new KafkaException("no more");
                    }
                    return call.make();
                  }));
      Awaitility.await("it fails on the way")
          .atMost(Duration.ofSeconds(60))
          .until(() -> commits.get() > 7);
      second.stop();

      long published = operator.number("SELECT sum(published_offset) FROM progress");
      long next = operator.number("SELECT sum(next_offset) FROM progress");
      assertTrue(published > 0 && published < next, published + " of " + next);
    }
  }

  /** Sends six records for each card, which alternate between the two topics. */
  private static Replica lives(Road road) {
    Replica replica = road.replica();
    for (int card = 0; card < CARDS; card++) {
      road.request("T-" + card);
    }
    await(road, replica, 1);
    each(card -> road.status("order-accepted", card, "{\"orderId\":\"O\",\"batchId\":\"B\"}"));
    await(road, replica, 2);
    each(card -> road.status("card-shipped", card, "{\"orderId\":\"O\",\"trackingNumber\":\"N\"}"));
    await(road, replica, 3);
    each(card -> road.command("initialize-card", card, "{}"));
    await(road, replica, 4);
    each(card -> road.command("assign-card", card, "{\"holderId\":\"h-" + card + "\"}"));
    await(road, replica, 5);
    each(card -> road.status("card-produced", card, "{\"orderId\":\"O\"}"));
    await(road, replica, 6);
    return replica;
  }

  private interface ForCard {
    void run(String card);
  }

  private static void each(ForCard step) {
    for (int card = 0; card < CARDS; card++) {
      step.run("T-" + card);
    }
  }

  private static void await(Road road, Replica replica, int steps) {
    road.sent();
    replica.awaitEnded(steps * CARDS);
    replica.awaitAllDone();
  }

  private static void rewind(Road road, Operator operator) {
    for (int number = 0; number < Servers.PARTITIONS; number++) {
      operator.offset(new TopicPartition(road.topics().commands(), number), 0);
      operator.offset(new TopicPartition(road.topics().producerStatus(), number), 0);
    }
    operator.sql("UPDATE progress SET published_offset = 0");
  }

  private static void assertReplayed(History before, History after) {
    assertEquals(2 * before.events().size(), after.events().size());
    Map<String, List<Integer>> versions = new HashMap<>();
    for (Published each : after.events()) {
      versions
          .computeIfAbsent(each.key(), card -> new ArrayList<>())
          .add(each.data().path("version").asInt());
    }
    versions.forEach(
        (card, seen) -> {
          int half = seen.size() / 2;
          assertEquals(seen.subList(0, half), seen.subList(half, seen.size()), card);
        });
    assertEquals(before.rejections().size() * 2, after.rejections().size());
    assertEquals(0, after.deadLetters().size());
  }
}
