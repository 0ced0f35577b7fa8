package io.cardflow.inbox;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.cardflow.domain.CardState;
import io.cardflow.domain.Outcome;
import io.cardflow.history.History.Published;
import io.cardflow.history.HistoryChecker;
import io.cardflow.wire.Header;
import io.cardflow.wire.InternalMessage;
import io.cardflow.wire.MessageSignature;
import io.cardflow.wire.TimerEncoder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A message that its sender may not send has no effect, and takes no one's message id. */
class UnauthorizedTest {

  private static final byte[] KEY = "0123456789abcdef0123456789abcdef".getBytes(UTF_8);
  private static final String LOCK = "io.cardflow.command.lock-card.v1";
  private static final TimerEncoder OWN = new TimerEncoder("/cardflow");

  @TempDir Path directory;

  @Test
  void aForgedTimerHasNoEffect() throws Exception {
    try (Road road = enforcing()) {
      Replica replica = road.replica();
      produced(road, "T-1");
      Instant now = Instant.now();

      road.send(
          record(
              road,
              OWN.dwellExceeded("T-1", CardState.PRODUCED, now, Duration.ofSeconds(1), 0, now),
              List.of()));
      road.send(
          from(
              "/iam",
              record(road, OWN.reminder("T-1", 1, 7, now, Duration.ofDays(1), now), List.of())));
      replica.awaitEnded(road.sent());

      assertEquals(2, replica.rejections("NOT_AUTHORIZED"));
      assertUnauthorized(road, 2);
      assertEquals("PRODUCED", new Operator(road).cards().get("T-1").split(" ")[0]);
    }
  }

  @Test
  void aForgedOutcomeOfAnOrderHasNoEffect() throws Exception {
    try (Road road = enforcing()) {
      Replica replica = road.replica();
      road.request("T-1");
      replica.awaitEnded(1);

      for (String source : List.of("/cardflow", "/cardflow/ordering")) {
        road.send(
            from(
                source,
                Road.record(
                    road.topics().producerStatus(),
                    null,
                    "io.cardflow.producer.order-refused.v1",
                    "order/B-1/T-1" + source,
                    "T-1",
                    "{\"batchId\":\"B-1\",\"code\":\"NO\"}".getBytes(UTF_8))));
      }
      replica.awaitEnded(road.sent());

      assertUnauthorized(road, 2);
      assertFalse(new Operator(road).cards().get("T-1").startsWith("FAILED"));
    }
  }

  @Test
  void aSignedMessageOfTheWorkerIsDecided() throws Exception {
    try (Road road = enforcing()) {
      Replica replica = road.replica();
      produced(road, "T-1");
      replica.awaitEnded(road.sent());
      Instant now = Instant.now();
      InternalMessage own = OWN.expiry("T-1", 1, now, 0, now);

      road.send(
          record(
              road,
              own,
              new MessageSignature(List.of(KEY))
                  .sign(road.topics().commands(), own.headers(), own.value())));
      replica.awaitEnded(road.sent());

      assertEquals(0, replica.rejections("NOT_AUTHORIZED"));
    }
  }

  /** Otherwise a publisher could use up the next id of another one. */
  @Test
  void theGenuineCommandAppliesAfterItsIdWasStolen() throws Exception {
    Path policy =
        Files.writeString(
            directory.resolve("policy.yaml"),
            """
            default: reject
            senders:
              - source: /iam
                types: [io.cardflow.command.request-card.v1, io.cardflow.command.lock-card.v1]
                cards: [T-]
              - source: /iam
                types: [io.cardflow.command.initialize-card.v1, io.cardflow.producer.*]
            """);
    try (Road road = new Road().with("cardflow.policy.file", policy.toString())) {
      Replica replica = road.replica();
      produced(road, "T-1");
      replica.awaitEnded(road.sent());
      road.command("initialize-card", "T-1", "{}");
      String topic = road.topics().commands();
      byte[] data = "{\"reason\":\"stolen\"}".getBytes(UTF_8);

      ProducerRecord<String, byte[]> stolen =
          Road.record(topic, null, "io.cardflow.command.withdraw-card.v1", "next", "T-1", data);
      road.send(stolen);
      road.send(stolen);
      road.send(from("/other", Road.record(topic, null, LOCK, "next", "T-1", data)));
      road.send(Road.record(topic, null, LOCK, "next", "X-1", data));
      road.send(Road.record(topic, null, LOCK, "next", "T-1", data));
      replica.awaitEnded(road.sent());

      assertUnauthorized(road, 4);
      assertEquals(0, replica.count(Outcome.DUPLICATE));
      assertEquals("LOCKED", new Operator(road).cards().get("T-1").split(" ")[0]);
      assertEquals(List.of(), HistoryChecker.violations(road.history()));
    }
  }

  private Road enforcing() throws Exception {
    Path keys =
        Files.writeString(directory.resolve("keys"), Base64.getEncoder().encodeToString(KEY));
    return new Road()
        .with("cardflow.internal.signature", "enforce")
        .with("cardflow.internal.key-file", keys.toString());
  }

  private static void produced(Road road, String card) {
    road.request(card);
    road.status("order-accepted", card, "{\"orderId\":\"OD\",\"batchId\":\"B\"}");
    road.status("card-shipped", card, "{\"orderId\":\"OD\"}");
  }

  private static void assertUnauthorized(Road road, int count) {
    List<Published> rejections =
        road.history().rejections().stream()
            .filter(each -> each.data().path("code").asText().equals("NOT_AUTHORIZED"))
            .toList();
    assertEquals(count, rejections.size());
    assertEquals(
        count,
        rejections.stream()
            .map(each -> each.headers().get("ce_id"))
            .filter(id -> id.matches("refused/t[^/]+/\\d+/\\d+"))
            .distinct()
            .count());
    assertEquals(
        count,
        new Operator(road).number("SELECT count(*) FROM journal WHERE code = 'NOT_AUTHORIZED'"));
  }

  private static ProducerRecord<String, byte[]> record(
      Road road, InternalMessage own, List<Header> headers) {
    String topic =
        switch (own.topic()) {
          case COMMANDS -> road.topics().commands();
          case PRODUCER_STATUS -> road.topics().producerStatus();
        };
    ProducerRecord<String, byte[]> record =
        new ProducerRecord<>(topic, null, own.key(), own.value());
    (headers.isEmpty() ? own.headers() : headers)
        .forEach(header -> record.headers().add(header.name(), header.value()));
    return record;
  }

  private static ProducerRecord<String, byte[]> from(
      String source, ProducerRecord<String, byte[]> record) {
    record.headers().remove("ce_source");
    record.headers().add("ce_source", source.getBytes(UTF_8));
    return record;
  }
}
