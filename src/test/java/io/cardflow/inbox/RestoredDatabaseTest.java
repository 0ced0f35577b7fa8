package io.cardflow.inbox;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.cardflow.domain.Outcome;
import io.cardflow.history.HistoryChecker;
import io.cardflow.servers.Servers;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/**
 * Kafka and PostgreSQL contradict each other: inconsistent partitions halt, the others continue.
 */
class RestoredDatabaseTest {

  private static final int CARDS = 64;
  private static final int HALTED = 3;

  @Test
  void aDatabaseBehindTheOffsetsHaltsThatPartitionAndNoOther() throws Exception {
    try (Road road = worked()) {
      sql(
          road,
          "UPDATE progress SET next_offset = next_offset - 2, published_offset = 0"
              + " WHERE topic = 'COMMANDS' AND partition = "
              + HALTED);

      Replica replica = abortAll(road);

      assertHalted(replica, HaltReason.LOST_COMMITS);
      awaitAllButHalted(road, replica);
      assertTrue(
          road.history().events().stream()
              .noneMatch(each -> aborted(each.data()) && home(each.key()) == HALTED));
    }
  }

  @Test
  void aHaltIsReportedWhileTheTakeoverFails() throws Exception {
    AtomicBoolean faulty = new AtomicBoolean(true);
    try (Road road = worked()) {
      offsets(road, 1);

      Replica replica =
          road.replica(
              new FaultyClients(
                  road,
                  (method, number, call) -> {
                    if (method.equals("resume") && faulty.get()) {
                      throw new KafkaException("a fault after the halt");
                    }
                    return call.make();
                  }));

      Awaitility.await("the fault and the halt are reported")
          .atMost(Duration.ofSeconds(30))
          .until(
              () ->
                  replica.status().fault() != null && replica.status().halts().containsKey(HALTED));
      faulty.set(false);
      Awaitility.await("only the halt is reported")
          .atMost(Duration.ofSeconds(30))
          .until(
              () ->
                  replica.status().fault() == null
                      && replica.status().halts().keySet().equals(Set.of(HALTED)));
    }
  }

  @Test
  void offsetsSetBackBeforeWhatIsPublishedHaltThatPartition() throws Exception {
    try (Road road = worked()) {
      offsets(road, 1);

      Replica replica = abortAll(road);

      assertHalted(replica, HaltReason.OFFSET_SET_BACK);
      awaitAllButHalted(road, replica);
      assertEquals(List.of(), HistoryChecker.violations(road.history()));
    }
  }

  @Test
  void aNewDatabaseUnderOldOffsetsHaltsThePartition() throws Exception {
    try (Road road = worked()) {
      sql(road, "DELETE FROM progress WHERE topic = 'COMMANDS' AND partition = " + HALTED);

      Replica replica = abortAll(road);

      assertHalted(replica, HaltReason.NO_PROGRESS);
      awaitAllButHalted(road, replica);
    }
  }

  @Test
  void recordsRemovedBeforeTheyWereReadHaltThePartition() throws Exception {
    try (Road road = worked()) {
      for (int card = 0; card < CARDS; card++) {
        road.command("abort-order", "T-" + card, "{}");
      }
      road.sent();
      try (Admin admin = admin(road)) {
        TopicPartition partition = new TopicPartition(road.topics().commands(), HALTED);
        admin.deleteRecords(Map.of(partition, RecordsToDelete.beforeOffset(-1))).all().get();
      }

      Replica replica = road.replica();

      assertHalted(replica, HaltReason.RECORDS_REMOVED);
      Awaitility.await()
          .atMost(Duration.ofSeconds(30))
          .until(() -> replica.count(Outcome.APPLIED) == elsewhere());
    }
  }

  @Test
  void anotherNumberOfPartitionsStopsTheReplica() throws Exception {
    try (Road road = worked()) {
      sql(road, "UPDATE progress SET partitions = 12");

      Replica replica = road.replica();

      Awaitility.await()
          .atMost(Duration.ofSeconds(30))
          .until(
              () -> {
                String fault = replica.status().fault();
                return fault != null && fault.contains("progress was kept for 12");
              });
    }
  }

  private static Road worked() {
    Road road = new Road();
    Replica replica = road.replica();
    for (int card = 0; card < CARDS; card++) {
      road.request("T-" + card);
    }
    replica.awaitEnded(road.sent());
    replica.stop();
    return road;
  }

  private static Replica abortAll(Road road) {
    Replica replica = road.replica();
    for (int card = 0; card < CARDS; card++) {
      road.command("abort-order", "T-" + card, "{}");
    }
    road.sent();
    return replica;
  }

  private static void awaitAllButHalted(Road road, Replica replica) {
    Awaitility.await()
        .atMost(Duration.ofSeconds(30))
        .until(() -> replica.count(Outcome.APPLIED) == elsewhere());
    assertEquals(Set.of(HALTED), replica.status().halts().keySet());
  }

  private static void assertHalted(Replica replica, HaltReason why) {
    Awaitility.await()
        .atMost(Duration.ofSeconds(30))
        .until(
            () ->
                replica.status().halts().containsKey(HALTED)
                    && replica.status().halts().get(HALTED).reason() == why);
  }

  private static int elsewhere() {
    int elsewhere = 0;
    for (int card = 0; card < CARDS; card++) {
      elsewhere += home("T-" + card) == HALTED ? 0 : 1;
    }
    assertTrue(elsewhere < CARDS, "no card belongs to the halted partition");
    return elsewhere;
  }

  private static int home(String card) {
    return new HomePartition(Servers.PARTITIONS).of(card);
  }

  private static boolean aborted(JsonNode event) {
    return event.path("to").asText().equals("ABORTED");
  }

  private static void sql(Road road, String sql) throws Exception {
    try (Connection connection = road.database().connect();
        Statement statement = connection.createStatement()) {
      assertTrue(statement.executeUpdate(sql) > 0);
    }
  }

  private static void offsets(Road road, long offset) throws Exception {
    try (Admin admin = admin(road)) {
      admin
          .alterConsumerGroupOffsets(
              road.config().inbox().groupId(),
              Map.of(
                  new TopicPartition(road.topics().commands(), HALTED),
                  new OffsetAndMetadata(offset)))
          .all()
          .get();
    }
  }

  private static Admin admin(Road road) {
    return Admin.create(Map.of("bootstrap.servers", road.servers().bootstrapServers()));
  }
}
