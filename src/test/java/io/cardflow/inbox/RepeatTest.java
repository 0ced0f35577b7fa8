package io.cardflow.inbox;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.cardflow.domain.Outcome;
import io.cardflow.history.HistoryChecker;
import io.cardflow.store.Retention;
import io.cardflow.store.Retention.Kind;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.Pool;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.kafka.common.errors.TimeoutException;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/**
 * A repeat is recognized however late it comes: with the same content it is a duplicate, with other
 * content its id is reused.
 */
class RepeatTest {

  private static final String ABORT = "io.cardflow.command.abort-order.v1";
  private static final String FIRST = "{\"reason\":\"first\"}";

  @Test
  void nextToItsFirst() throws Exception {
    try (Road road = new Road()) {
      road.request("T-1");
      abort(road, FIRST);
      repeat(road);

      assertRecognized(road, road.replica());
    }
  }

  /** Members are left out where they are not given, and order and spelling do not matter. */
  @Test
  void inAnotherSpelling() throws Exception {
    try (Road road = new Road()) {
      Replica replica = road.replica();
      road.request("T-1");
      abort(road, FIRST);
      abort(
          road,
          "{\"extra\":{\"empty\":[],\"none\":null,\"text\":\"\"},\"reason\":\"fi\\u0072st\"}");
      replica.awaitEnded(3);

      assertEquals(1, replica.count(Outcome.DUPLICATE));
    }
  }

  @Test
  void whileTheFirstIsInDoubt() throws Exception {
    AtomicBoolean failed = new AtomicBoolean();
    try (Road road = new Road()) {
      Map<String, Object> kafka = road.kafka();
      // The broker has to end the open transaction, and consumers wait for that.
      kafka.put("transaction.timeout.ms", 2_000);
      road.request("T-1");
      abort(road, FIRST);
      Replica cut =
          road.replica(
              new FaultyClients(
                  road,
                  kafka,
                  (method, number, call) -> {
                    if (method.equals("commitTransaction")) {
                      failed.set(true);
                      throw new TimeoutException("no answer, and nothing was committed");
                    }
                    return call.make();
                  }));
      Awaitility.await().atMost(Duration.ofSeconds(30)).untilTrue(failed);
      cut.stop();
      repeat(road);

      assertRecognized(road, road.replica());
    }
  }

  @Test
  void afterARestart() throws Exception {
    try (Road road = new Road()) {
      first(road).stop();
      repeat(road);

      assertRecognized(road, road.replica(), 2);
    }
  }

  @Test
  void afterARebalance() throws Exception {
    try (Road road = new Road()) {
      Replica one = first(road);
      Replica other = road.replica();
      Awaitility.await()
          .atMost(Duration.ofSeconds(30))
          .until(() -> other.status().partitions() > 0 && one.status().partitions() > 0);
      repeat(road);
      Awaitility.await().atMost(Duration.ofSeconds(30)).until(road::nothingWaits);

      assertEquals(1, one.count(Outcome.DUPLICATE) + other.count(Outcome.DUPLICATE));
      assertEquals(1, one.rejections("ID_REUSED") + other.rejections("ID_REUSED"));
      assertEquals(List.of(), HistoryChecker.violations(road.history()));
    }
  }

  /** By then it has moved from the card's row to the table of further messages. */
  @Test
  void afterManyLaterMessages() throws Exception {
    try (Road road = new Road()) {
      Replica before = first(road);
      for (int i = 0; i < 200; i++) {
        road.command("lock-card", "T-1", "{}");
      }
      before.awaitEnded(202);
      before.stop();
      repeat(road);

      assertRecognized(road, road.replica(), 2);
    }
  }

  @Test
  void afterRetentionOfItsEntry() throws Exception {
    try (Road road = new Road()) {
      first(road).stop();
      new Operator(road).sql("UPDATE journal_unit SET decided_at = now() - interval '2 days'");
      assertEquals(2, remove(road, Kind.JOURNAL));
      repeat(road);

      assertRecognized(road, road.replica(), 2);
    }
  }

  @Test
  void afterItsCardWasShrunk() throws Exception {
    try (Road road = new Road()) {
      Replica replica = first(road);
      new Operator(road).sql("UPDATE card_end SET ended_at = now() - interval '2 days'");
      assertEquals(1, remove(road, Kind.CARDS));
      repeat(road);
      road.status("order-accepted", "T-1", "{\"batchId\":\"B-1\",\"orderId\":\"O-1\"}");
      road.request("T-1");
      replica.awaitEnded(6);

      assertEquals(1, replica.count(Outcome.DUPLICATE));
      assertEquals(1, replica.rejections("ID_REUSED"));
      assertEquals(1, replica.rejections("UNEXPECTED_STATUS"));
      assertEquals(1, replica.rejections("CARD_EXISTS"));
      assertEquals(List.of(), HistoryChecker.violations(road.history()));
    }
  }

  @Test
  void aboutACardThatDoesNotExist() throws Exception {
    try (Road road = new Road()) {
      Replica replica = road.replica();
      abort(road, FIRST);
      repeat(road);
      replica.awaitEnded(3);
      road.request("T-1");
      repeat(road);
      replica.awaitEnded(6);

      assertEquals(1, replica.rejections("UNKNOWN_CARD"));
      assertEquals(2, replica.count(Outcome.DUPLICATE));
      assertEquals(2, replica.rejections("ID_REUSED"));
      assertEquals(1, replica.count(Outcome.APPLIED));
    }
  }

  @Test
  void theSameIdForAnotherCardIsAnotherMessage() throws Exception {
    try (Road road = new Road()) {
      Replica replica = first(road);
      road.request("T-2");
      road.send(road.topics().commands(), ABORT, "m", "T-2", FIRST);
      replica.awaitEnded(4);

      assertEquals(4, replica.count(Outcome.APPLIED));
    }
  }

  /** A replica that has decided the request and the first message. */
  private static Replica first(Road road) {
    Replica replica = road.replica();
    road.request("T-1");
    abort(road, FIRST);
    replica.awaitEnded(2);
    return replica;
  }

  /** The same message, and another with its id. */
  private static void repeat(Road road) {
    abort(road, FIRST);
    abort(road, "{\"reason\":\"second\"}");
  }

  private static void abort(Road road, String data) {
    road.send(road.topics().commands(), ABORT, "m", "T-1", data);
  }

  private static void assertRecognized(Road road, Replica replica) {
    assertRecognized(road, replica, 4);
  }

  private static void assertRecognized(Road road, Replica replica, int records) {
    replica.awaitEnded(records);
    assertEquals(1, replica.count(Outcome.DUPLICATE));
    assertEquals(1, replica.rejections("ID_REUSED"));
    assertEquals(List.of(), HistoryChecker.violations(road.history()));
  }

  private static long remove(Road road, Kind kind) {
    Vertx vertx = Vertx.vertx();
    Pool pool = road.database().pool(vertx, 1);
    try {
      return new Retention(pool)
          .remove(kind, Duration.ofDays(1))
          .await()
          .atMost(Duration.ofSeconds(30));
    } finally {
      Futures.await(pool.close());
      Futures.await(vertx.close());
    }
  }
}
