package io.cardflow.inbox;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.cardflow.domain.Outcome;
import io.cardflow.history.History.DeadLetter;
import io.cardflow.history.HistoryChecker;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.config.TopicConfig;
import org.junit.jupiter.api.Test;

/** From a record to its events, on a real broker and a real database. */
class InboxTest {

  @Test
  void aCardCompletesItsLifeCycle() throws Exception {
    try (Road road = new Road()) {
      Replica replica = road.replica();

      road.request("T-1");
      replica.awaitEnded(road.sent());
      road.status("order-accepted", "T-1", "{\"orderId\":\"O1\",\"batchId\":\"B1\"}");
      road.status("card-shipped", "T-1", "{\"orderId\":\"O1\",\"trackingNumber\":\"N1\"}");
      replica.awaitEnded(road.sent());
      road.command("initialize-card", "T-1", "{}");
      road.command("assign-card", "T-1", "{\"holderId\":\"H1\"}");
      road.command("lock-card", "T-1", "{\"reason\":\"lost\"}");
      replica.awaitEnded(road.sent());

      assertEquals(6, replica.count(Outcome.APPLIED));
    }
  }

  @Test
  void aThousandMessagesAboutOneCardInOneBatchAreDecidedOneAfterTheOther() throws Exception {
    try (Road road = new Road()) {
      road.request("T-1");
      for (int time = 0; time < 500; time++) {
        road.command("abort-order", "T-1", "{}");
        road.send(
            road.topics().commands(), "io.cardflow.command.abort-order.v1", "again", "T-1", "{}");
      }
      road.sent();

      Replica replica = road.replica();
      replica.awaitEnded(1_001);

      assertEquals(2, replica.count(Outcome.APPLIED));
      assertEquals(500, replica.count(Outcome.REJECTED));
      assertEquals(499, replica.count(Outcome.DUPLICATE));
      assertEquals(List.of(), HistoryChecker.violations(road.history()));
    }
  }

  @Test
  void aDeadLetterThatIsTooLargeForItsTopicIsPublishedWithoutItsValue() throws Exception {
    try (Road road = new Road()) {
      limit(road, road.topics().deadLetters(), 200_000);
      byte[] large = new byte[500_000];
      road.send(Road.record(road.topics().commands(), null, "any", "large", "T-1", large));
      road.request("T-1");
      Replica replica = road.replica();

      replica.awaitEnded(road.sent());

      DeadLetter letter = road.history().deadLetters().get(0);
      assertEquals("TOO_LARGE", letter.headers().get("dead-letter-reason"));
      assertEquals("500000", letter.headers().get("dead-letter-value-bytes"));
      assertEquals("T-1", new String(letter.key(), StandardCharsets.UTF_8));
      assertNull(letter.value());
      assertEquals(1, replica.count(Outcome.APPLIED));
    }
  }

  @Test
  void replicasCanJoinAndLeaveUnderLoad() throws Exception {
    try (Road road = new Road()) {
      Deque<Replica> replicas = new ArrayDeque<>(List.of(road.replica(), road.replica()));
      for (int round = 0; round < 5; round++) {
        for (int card = 0; card < 100; card++) {
          road.request("T-" + round + "-" + card);
          road.command("abort-order", "T-" + round + "-" + card, "{}");
        }
        replicas.add(road.replica());
        replicas.remove().stop();
      }
      replicas.peek().awaitAllDone();

      assertEquals(List.of(), HistoryChecker.violations(road.history()));
      assertEquals(1_500, road.history().events().size());
    }
  }

  private static void limit(Road road, String topic, int bytes) throws Exception {
    try (Admin admin =
        Admin.create(Map.of("bootstrap.servers", road.servers().bootstrapServers()))) {
      ConfigResource resource = new ConfigResource(ConfigResource.Type.TOPIC, topic);
      AlterConfigOp limit =
          new AlterConfigOp(
              new ConfigEntry(TopicConfig.MAX_MESSAGE_BYTES_CONFIG, Integer.toString(bytes)),
              AlterConfigOp.OpType.SET);
      admin.incrementalAlterConfigs(Map.of(resource, List.of(limit))).all().get();
    }
  }
}
