package io.cardflow.inbox;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cardflow.domain.Outcome;
import io.cardflow.history.History;
import io.cardflow.history.History.Published;
import io.cardflow.history.HistoryChecker;
import io.cardflow.history.TimerTruth;
import io.cardflow.wire.InternalMessage;
import io.cardflow.wire.TimerEncoder;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/**
 * The outcomes of timer messages from the worker and from other clients, and the clock that decides
 * them.
 */
class TimerMessageTest {

  private static final TimerEncoder OWN = new TimerEncoder("/cardflow");

  @Test
  void aLateTimerOfTheWorkerIsCountedAndNotRejected() throws Exception {
    try (Road road = new Road()) {
      Replica replica = road.replica();
      Instant end = assigned(road, replica, "T-1", Duration.ofDays(1));

      send(road, OWN.expiry("T-1", 1, end, 0, Instant.now()));
      send(road, OWN.expiry("T-1", 1, end, 0, Instant.now()));
      replica.awaitEnded(road.sent());

      assertEquals(1, replica.count(Outcome.STALE));
      assertEquals(1, replica.count(Outcome.DUPLICATE));
      assertEquals(1, replica.rejections("STALE_TIMER"));
      assertEquals(List.of(), road.history().rejections());
    }
  }

  @Test
  void anEarlyTimerOfAnotherClientIsRejected() throws Exception {
    try (Road road = new Road()) {
      Replica replica = road.replica();
      assigned(road, replica, "T-1", Duration.ofDays(1));

      road.command("expire-card", "T-1", "{\"assignment\":1}");
      replica.awaitEnded(road.sent());

      assertEquals(1, replica.count(Outcome.REJECTED));
      assertEquals("STALE_TIMER", road.history().rejections().get(0).data().path("code").asText());
    }
  }

  @Test
  void aReminderIsAnnounced() throws Exception {
    try (Road road = new Road()) {
      Replica replica = road.replica();
      Instant end = assigned(road, replica, "T-1", Duration.ofHours(20));

      send(road, OWN.reminder("T-1", 1, 7, end, Duration.ofDays(1), Instant.now()));
      replica.awaitEnded(road.sent());

      History history = road.history();
      Published event = history.events().get(history.events().size() - 1);
      assertEquals("io.cardflow.card.expiring.v1", event.headers().get("ce_type"));
      assertEquals(1, event.data().path("daysLeft").asInt());
      assertEquals(List.of(), HistoryChecker.violations(history));
      assertEquals(List.of(), TimerTruth.violations(history.events()));
    }
  }

  /** The database's clock differs from this machine's by two hours. */
  @Test
  void theDatabasesClockDecidesWhetherAValidityHasPassed() throws Exception {
    try (Road road = new Road()) {
      execute(
          road,
          """
          CREATE SCHEMA ahead;
          CREATE FUNCTION ahead.clock_timestamp() RETURNS timestamptz LANGUAGE sql
            AS $$ SELECT pg_catalog.clock_timestamp() + interval '2 hours' $$;
          ALTER DATABASE %s SET search_path = ahead, pg_catalog, public
          """
              .formatted(road.database().name()));
      Replica replica = road.replica();
      Instant end = assigned(road, replica, "T-1", Duration.ofHours(2).plusSeconds(1));

      road.command("assign-card", "T-1", "{\"holderId\":\"H2\",\"validUntil\":\"" + end + "\"}");
      road.command("extend-card", "T-1", "{\"validUntil\":\"" + soon() + "\"}");
      awaitEnd(end);
      send(road, OWN.expiry("T-1", 1, end, 0, Instant.now()));
      replica.awaitEnded(road.sent());

      History history = road.history();
      assertEquals(
          List.of("TRANSITION_NOT_ALLOWED", "INVALID_VALIDITY"),
          history.rejections().stream().map(each -> each.data().path("code").asText()).toList());
      Published event = history.events().get(history.events().size() - 1);
      assertEquals("EXPIRED", event.data().path("to").asText());
      assertTrue(Instant.parse(event.headers().get("ce_time")).isAfter(end));
      assertEquals(List.of(), TimerTruth.violations(history.events()));
    }
  }

  /** In the future by this machine's clock, in the past by the database's. */
  private static Instant soon() {
    return Instant.now().plus(Duration.ofHours(1));
  }

  private static void awaitEnd(Instant end) {
    Awaitility.await()
        .atMost(Duration.ofSeconds(20))
        .pollInterval(Duration.ofMillis(50))
        .until(() -> Instant.now().plus(Duration.ofHours(2)).isAfter(end));
  }

  /** Assigns a card for this duration by this machine's clock; returns the end. */
  private static Instant assigned(Road road, Replica replica, String card, Duration validity) {
    road.request(card);
    replica.awaitEnded(road.sent());
    road.status("order-accepted", card, "{\"orderId\":\"O1\",\"batchId\":\"B1\"}");
    road.status("card-shipped", card, "{\"orderId\":\"O1\"}");
    replica.awaitEnded(road.sent());
    Instant end = Instant.now().plus(validity).truncatedTo(ChronoUnit.MILLIS);
    road.command("initialize-card", card, "{}");
    road.command("assign-card", card, "{\"holderId\":\"H1\",\"validUntil\":\"%s\"}".formatted(end));
    replica.awaitEnded(road.sent());
    return end;
  }

  private static void send(Road road, InternalMessage own) {
    ProducerRecord<String, byte[]> record =
        new ProducerRecord<>(road.topics().commands(), own.key(), own.value());
    own.headers().forEach(header -> record.headers().add(header.name(), header.value()));
    road.send(record);
  }

  private static void execute(Road road, String sql) throws SQLException {
    try (Connection connection = road.database().connect();
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }
}
