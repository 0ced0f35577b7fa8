package io.cardflow.api;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.cardflow.history.HistoryReader;
import io.cardflow.servers.Servers;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Events are streamed to clients as figures and ids, at most once a second. */
@QuarkusTest
class ChangesResourceTest extends ApiCase {

  private static final int LIMIT = FewStreams.LIMIT;

  @Inject ChangeStreams streams;

  private final List<ChangesTestClient> clients = new ArrayList<>();

  @AfterEach
  void closeAll() {
    clients.forEach(ChangesTestClient::close);
    Awaitility.await("no stream is left").atMost(WAIT).until(() -> streams.count() == 0);
  }

  @Test
  void aChangeShowsUp() throws Exception {
    ChangesTestClient client = open();
    awaitFirst(client);
    command("request-card", "ch-1", "CH-1", REQUEST);

    JsonNode event = awaitCard(client, "CH-1");

    assertEquals(2, event.get("edges").size(), event.toString());
    JsonNode requested = event.get("edges").get(0);
    assertFalse(requested.has("from"));
    assertEquals("REQUESTED", requested.get("to").asText());
    assertEquals(1, requested.get("cards").asInt());
    assertEquals("REQUESTED", event.get("edges").get(1).get("from").asText());
    assertFalse(event.get("more").asBoolean());
    assertTrue(event.get("at").asText().endsWith("Z"));
    assertTrue(client.lines().contains("event:changes"), client.lines().toString());
    assertTrue(
        client.events().get(0).get("more").asBoolean(), "the first event is a call to read all");
    assertEquals(0, client.events().get(0).get("cards").size());
  }

  @Test
  void theStreamHasItsHeadersAndABeginning() {
    ChangesTestClient client = open();

    HttpResponse<?> response = client.response();
    assertEquals(200, response.statusCode());
    assertTrue(
        response.headers().firstValue("Content-Type").orElse("").startsWith("text/event-stream"));
    assertEquals(List.of("no"), response.headers().allValues("X-Accel-Buffering"));
    assertEquals(List.of("no-store"), response.headers().allValues("Cache-Control"));
    Awaitility.await("a comment").atMost(WAIT).until(() -> client.lines().contains(":cardflow"));
  }

  @Test
  void manyChangesAreOneEventASecond() throws Exception {
    ChangesTestClient client = open();
    awaitFirst(client);
    long begun = System.nanoTime();
    publish(1_000);
    Awaitility.await("all are counted")
        .atMost(WAIT)
        .until(() -> counted(client, "LOCKED") >= 1_000);

    long seconds = (System.nanoTime() - begun) / 1_000_000_000 + 2;
    assertTrue(client.events().size() <= seconds + 2, client.events().size() + " events");
    assertEquals(1_000, counted(client, "LOCKED"));
    for (JsonNode event : client.events()) {
      assertTrue(event.get("cards").size() <= 100);
    }
    assertTrue(client.events().stream().anyMatch(each -> each.get("more").asBoolean()));
  }

  @Test
  void aClientThatReadsNothingCostsNoOtherAnything() throws Exception {
    try (Socket slow = new Socket(base.getHost(), base.getPort())) {
      slow.setReceiveBufferSize(1024);
      slow.getOutputStream()
          .write(
              "GET /api/changes HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer %s\r\n\r\n"
                  .formatted(Issuer.shared().token("slow", "viewer"))
                  .getBytes(US_ASCII));
      Awaitility.await("it is open").atMost(WAIT).until(() -> streams.count() == 1);
      ChangesTestClient client = open();
      awaitFirst(client);

      command("request-card", "ch-2", "CH-2", REQUEST);

      awaitCard(client, "CH-2");
    }
  }

  @Test
  void noMoreStreamsThanTheLimitAreServed() throws Exception {
    for (int i = 0; i < LIMIT; i++) {
      open();
    }
    HttpResponse<String> refused = get("/api/changes");
    assertProblem(ProblemCode.TOO_MANY_REQUESTS, refused);
    assertTrue(refused.headers().firstValue("Retry-After").isPresent());

    clients.remove(0).close();
    Awaitility.await("a place is free").atMost(WAIT).until(() -> streams.count() == LIMIT - 1);

    assertEquals(200, open().response().statusCode());
  }

  @Test
  void aLaterStreamBeginsWithThePresent() throws Exception {
    command("request-card", "ch-3", "CH-3", REQUEST);
    Awaitility.await("it is published")
        .atMost(WAIT)
        .until(
            () ->
                HistoryReader.records(Servers.shared().bootstrapServers(), config.topics().events())
                    .stream()
                    .anyMatch(each -> new String(each.key(), UTF_8).equals("CH-3")));
    ChangesTestClient client = open();
    awaitFirst(client);
    command("request-card", "ch-4", "CH-4", REQUEST);

    awaitCard(client, "CH-4");

    assertFalse(client.lines().toString().contains("CH-3"));
  }

  @Test
  void aCallerWithoutTheRightGetsNoStream() throws Exception {
    assertProblem(ProblemCode.FORBIDDEN, get(request("/api/changes", "other")));
  }

  private ChangesTestClient open() {
    ChangesTestClient client = new ChangesTestClient(HTTP, request("/api/changes").build());
    clients.add(client);
    return client;
  }

  private static void awaitFirst(ChangesTestClient client) {
    Awaitility.await("the first event").atMost(WAIT).until(() -> !client.events().isEmpty());
  }

  private static JsonNode awaitCard(ChangesTestClient client, String card) {
    return Awaitility.await(card)
        .atMost(WAIT)
        .until(
            () ->
                client.events().stream()
                    .filter(each -> each.get("cards").toString().contains("\"" + card + "\""))
                    .findFirst()
                    .orElse(null),
            found -> found != null);
  }

  private static int counted(ChangesTestClient client, String to) {
    int counted = 0;
    for (JsonNode event : client.events()) {
      for (JsonNode edge : event.get("edges")) {
        counted += edge.get("to").asText().equals(to) ? edge.get("cards").asInt() : 0;
      }
    }
    return counted;
  }

  /** Publishes events as the worker does. */
  private void publish(int count) {
    try (KafkaProducer<byte[], byte[]> producer = producer(Map.of())) {
      for (int i = 0; i < count; i++) {
        String card = "M-" + i;
        ProducerRecord<byte[], byte[]> record =
            new ProducerRecord<>(
                config.topics().events(),
                card.getBytes(UTF_8),
                "{\"cardId\":\"%s\",\"version\":9,\"from\":\"ASSIGNED\",\"to\":\"LOCKED\"}"
                    .formatted(card)
                    .getBytes(UTF_8));
        record.headers().add("ce_type", "io.cardflow.card.state-changed.v1".getBytes(UTF_8));
        producer.send(record);
      }
    }
  }
}
