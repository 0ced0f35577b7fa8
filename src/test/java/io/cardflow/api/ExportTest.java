package io.cardflow.api;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.agroal.api.AgroalDataSource;
import io.cardflow.history.History.Published;
import io.cardflow.history.HistoryReader;
import io.cardflow.ops.CardflowConfig;
import io.cardflow.servers.Servers;
import io.cardflow.servers.ServersResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** A subscriber that begins late loads the cards and goes on with the events: docs/export.md. */
@QuarkusTest
@QuarkusTestResource(ServersResource.class)
@WithTestResource(ApiTestResource.class)
class ExportTest {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int CARDS = 1_500;
  private static final int MOST_EXPORTS = 500;
  private static final Duration WAIT = Duration.ofSeconds(120);

  @TestHTTPResource("/")
  URI root;

  @Inject AgroalDataSource database;
  @Inject CardflowConfig config;

  /** A subscriber's state: what an export contained, and where the events go on. */
  private record Start(Map<String, JsonNode> cards, Map<TopicPartition, Long> ends) {}

  @Test
  void noChangeIsLostAndNoneIsAppliedTwice() throws Exception {
    List<Start> starts = new ArrayList<>();
    long before = exports();
    try (CardLoad load = new CardLoad(config)) {
      var sending = load.send(CARDS, 1_500, this::decided);
      while (!sending.isDone() && starts.size() < MOST_EXPORTS) {
        Map<TopicPartition, Long> ends = ends();
        starts.add(new Start(export(), ends));
      }
      sending.get();
      Awaitility.await("the events of all cards")
          .atMost(WAIT)
          .until(
              () ->
                  ask("SELECT count(*) FROM card WHERE state = 'LOCKED'")
                      .equals(Integer.toString(CARDS)));
    }
    assertTrue(
        starts.stream().anyMatch(start -> isBetween(start.cards())), "an export during the load");

    List<Published> events =
        HistoryReader.published(Servers.shared().bootstrapServers(), config.topics().events());
    Map<String, String> expected = stored();
    for (Start start : starts) {
      assertEquals(expected, follow(start, events));
    }
    assertEquals(starts.size(), exports() - before, "each is audited");
  }

  /** More versions than the first one, and not yet the last. */
  private static boolean isBetween(Map<String, JsonNode> cards) {
    return cards.size() > 10
        && cards.values().stream().anyMatch(card -> card.get("version").asInt() > 2)
        && cards.values().stream().anyMatch(card -> !card.get("state").asText().equals("LOCKED"));
  }

  /** Applies the events from the noted ends on, as docs/export.md describes it. */
  private Map<String, String> follow(Start start, List<Published> events) {
    Map<String, Integer> versions = new TreeMap<>();
    Map<String, String> states = new TreeMap<>();
    start
        .cards()
        .forEach(
            (id, card) -> {
              versions.put(id, card.get("version").asInt());
              states.put(id, line(card, "state"));
            });
    for (Published event : events) {
      JsonNode data = event.data();
      String id = data.get("cardId").asText();
      int version = data.get("version").asInt();
      boolean read =
          event.offset()
              >= start.ends().get(new TopicPartition(config.topics().events(), event.partition()));
      if (read && version > versions.getOrDefault(id, 0)) {
        assertEquals(versions.getOrDefault(id, 0) + 1, version, id + " misses no version");
        versions.put(id, version);
        if (data.has("to")) {
          states.put(id, line(data, "to"));
        }
      }
    }
    return states;
  }

  private static String line(JsonNode card, String state) {
    return card.get(state).asText() + ' ' + card.at("/assignment/holderId").asText();
  }

  @Test
  void anExportHasWhatEventsContain() throws Exception {
    run(
        """
        INSERT INTO card (id, version, state, since, overdue, batch_id, order_id, producer_card_id,
          shipped_at, carrier, tracking_numbers, readouts, assignments, holder_id, valid_from,
          valid_until)
        VALUES ('X-1', 9, 'EXPIRED', '2026-01-01T00:00:00.123456Z', true, 'B', 'O', 'CA',
          '2026-01-02Z', 'Post', '["TN"]', '[{"type":"uid","value":"1"}]', 2, 'holder',
          '2026-01-03Z', '2026-01-04Z');
        INSERT INTO card (id, version, state, since, failure_code, assignments)
        VALUES ('X-2', 3, 'FAILED', '2026-01-01Z', 'BAD', 0)
        """);

    Map<String, JsonNode> cards = export();

    assertEquals(
        JSON.readTree(
            """
            {"cardId":"X-1","version":9,"state":"EXPIRED","since":"2026-01-01T00:00:00.123Z",
             "overdue":true,"order":{"batchId":"B","orderId":"O","producerCardId":"CA"},
             "shipment":{"carrier":"Post","trackingNumbers":["TN"],"shippedAt":"2026-01-02T00:00:00Z"},
             "assignment":{"number":2,"holderId":"holder","validFrom":"2026-01-03T00:00:00Z",
              "validUntil":"2026-01-04T00:00:00Z"}}
            """),
        cards.get("X-1"));
    assertEquals(
        JSON.readTree(
            """
            {"cardId":"X-2","version":3,"state":"FAILED","since":"2026-01-01T00:00:00Z",
             "overdue":false,"failure":{"code":"BAD"}}
            """),
        cards.get("X-2"));
    run("DELETE FROM card WHERE id LIKE 'X-%'");
  }

  /** The second portion has a row that cannot be read. */
  @Test
  void anExportThatFailsHasNoEnd() throws Exception {
    insert("Y-", 700);
    run("UPDATE card SET tracking_numbers = '{}' WHERE id = 'Y-000700'");

    HttpResponse<InputStream> response = open();

    assertEquals(200, response.statusCode());
    assertThrows(IOException.class, () -> response.body().readAllBytes());
    run("DELETE FROM card WHERE id LIKE 'Y-%'");
    export();
  }

  /** A part is read when the client has taken the one before. */
  @Test
  void exportsThatNoClientReadsWaitAndAreLimitedInNumber() throws Exception {
    insert("Z-", 100_000);
    List<InputStream> waiting = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      HttpResponse<InputStream> response = open();
      assertEquals(200, response.statusCode());
      waiting.add(response.body());
    }

    HttpResponse<String> fifth = new RoleClient(root, "admin").get(EXPORT);

    assertEquals("429 too-many-requests", RoleClient.code(fifth));
    for (InputStream each : waiting) {
      each.close();
    }
    run("DELETE FROM card WHERE id LIKE 'Z-%'");
    Awaitility.await("the ends are noticed")
        .atMost(WAIT)
        .until(() -> new RoleClient(root, "admin").get(EXPORT).statusCode() == 200);
  }

  @Test
  void onlyAdministratorsExport() {
    for (String role : List.of("viewer", "operator", "privacy", "cardflow.read")) {
      assertEquals("403 forbidden", RoleClient.code(new RoleClient(root, role).get(EXPORT)), role);
    }
    assertEquals("401 unauthenticated", RoleClient.code(new RoleClient(root, null).get(EXPORT)));
  }

  private static final String EXPORT = "/api/cards/export";

  private Map<String, JsonNode> export() throws Exception {
    Map<String, JsonNode> cards = new TreeMap<>();
    HttpResponse<InputStream> response = open();
    assertEquals(200, response.statusCode());
    assertEquals(
        Downloads.NDJSON,
        response.headers().firstValue("Content-Type").orElseThrow().split(";")[0]);
    try (BufferedReader lines = new BufferedReader(new InputStreamReader(response.body(), UTF_8))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        JsonNode card = JSON.readTree(line);
        assertEquals(null, cards.put(card.get("cardId").asText(), card), "each card once");
      }
    }
    return cards;
  }

  private HttpResponse<InputStream> open() throws Exception {
    return HttpClient.newHttpClient()
        .send(new RoleClient(root, "admin").request(EXPORT).build(), BodyHandlers.ofInputStream());
  }

  private void insert(String prefix, int cards) throws SQLException {
    run(
        """
        INSERT INTO card (id, version, state, since, assignments)
        SELECT '%s' || lpad(i::text, 6, '0'), 1, 'LOCKED', now(), 0
        FROM generate_series(1, %d) AS i
        """
            .formatted(prefix, cards));
  }

  /** The ends of the events that a reader of committed records sees. */
  private Map<TopicPartition, Long> ends() {
    try (KafkaConsumer<byte[], byte[]> consumer =
        new KafkaConsumer<>(
            Map.of(
                "bootstrap.servers",
                Servers.shared().bootstrapServers(),
                "isolation.level",
                "read_committed"),
            new ByteArrayDeserializer(),
            new ByteArrayDeserializer())) {
      return consumer.endOffsets(
          consumer.partitionsFor(config.topics().events()).stream()
              .map(each -> new TopicPartition(each.topic(), each.partition()))
              .toList());
    }
  }

  private long exports() throws SQLException {
    return Long.parseLong(
        ask("SELECT count(*) FROM audit WHERE action = 'export-cards' AND outcome = 'DONE'"));
  }

  private long decided() {
    try {
      return Long.parseLong(ask("SELECT coalesce(sum(records), 0) FROM journal_unit"));
    } catch (SQLException failed) {
      throw new IllegalStateException(failed);
    }
  }

  private Map<String, String> stored() throws SQLException {
    Map<String, String> stored = new TreeMap<>();
    try (Connection connection = database.getConnection();
        Statement statement = connection.createStatement();
        ResultSet rows =
            statement.executeQuery(
                "SELECT id, state || ' ' || coalesce(holder_id, '') FROM card")) {
      while (rows.next()) {
        stored.put(rows.getString(1), rows.getString(2));
      }
    }
    return stored;
  }

  private void run(String sql) throws SQLException {
    try (Connection connection = database.getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private String ask(String sql) throws SQLException {
    try (Connection connection = database.getConnection();
        Statement statement = connection.createStatement();
        ResultSet answer = statement.executeQuery(sql)) {
      answer.next();
      return answer.getString(1);
    }
  }
}
