package io.cardflow.api;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.cardflow.history.HistoryReader;
import io.cardflow.servers.Servers;
import io.quarkus.test.junit.QuarkusTest;
import java.net.http.HttpResponse;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.header.Header;
import org.awaitility.Awaitility;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A dead letter is put back as it was received, once. */
@QuarkusTest
class PutBackTest extends ApiCase {

  private static final String REASON = "{\"reason\":\"the cause is removed\"}";
  private static final byte[] BINARY = {(byte) 0xff, 0, (byte) 0xc0, 7};

  @ConfigProperty(name = "quarkus.datasource.jdbc.url")
  String url;

  @ConfigProperty(name = "quarkus.datasource.username")
  String username;

  @ConfigProperty(name = "quarkus.datasource.password")
  String password;

  @Test
  void aMessageIsAppliedOnceItsCauseIsRemoved() throws Exception {
    execute("ALTER TABLE card ADD CONSTRAINT refused CHECK (id <> 'PB-1') NOT VALID");
    RecordMetadata sent = command("request-card", "pb-1", "PB-1", REQUEST);
    JsonNode letter = Letters.await(this, sent);
    assertEquals("INTERNAL_ERROR", letter.get("reason").asText());
    execute("ALTER TABLE card DROP CONSTRAINT refused");

    HttpResponse<String> response = post(path(letter), REASON);

    assertEquals(202, response.statusCode(), response.body());
    JsonNode target = json(response);
    assertEquals(config.topics().commands(), target.get("topic").asText());
    assertEquals(sent.partition(), target.get("partition").asInt());
    assertTrue(target.get("offset").asLong() > sent.offset());
    assertEquals(
        "/api/messages/%s/%d/%d"
            .formatted(
                config.topics().commands(),
                target.get("partition").asInt(),
                target.get("offset").asLong()),
        response.headers().firstValue("Location").orElseThrow());
    Awaitility.await("the card is requested")
        .atMost(WAIT)
        .until(
            () ->
                records(config.topics().events()).stream()
                    .anyMatch(each -> new String(each.key(), UTF_8).equals("PB-1")));
    JsonNode refused = assertProblem(ProblemCode.CONFLICT, post(path(letter), REASON));
    assertTrue(
        refused.get("detail").asText().startsWith("the letter was put back at 20"),
        refused.toString());
    String subject = subject(letter);
    AuditEvents.assertAudited("put-back", subject, "ACCEPTED", config);
    AuditEvents.assertAudited("put-back", subject, "REFUSED", config);
    AuditEvents.assertAudited("put-back", "the cause is removed", "ACCEPTED", config);
  }

  @Test
  void keyValueAndHeadersAreWrittenAsTheyWereReceived() throws Exception {
    RecordMetadata sent =
        send(
            config.topics().producerStatus(),
            2,
            BINARY,
            BINARY,
            Map.of("x", "å", "dead-letter-topic", "theirs", "traceparent", "t"));
    JsonNode letter = Letters.await(this, sent);

    JsonNode target = json(post(path(letter), REASON));

    ConsumerRecord<byte[], byte[]> before = record(sent.topic(), sent.partition(), sent.offset());
    ConsumerRecord<byte[], byte[]> again =
        record(
            target.get("topic").asText(),
            target.get("partition").asInt(),
            target.get("offset").asLong());
    assertArrayEquals(before.key(), again.key());
    assertArrayEquals(before.value(), again.value());
    assertEquals(headers(before), headers(again));
  }

  @Test
  void aRecordWithoutKeyAndValueIsPutBackWithoutThem() throws Exception {
    JsonNode letter =
        Letters.await(this, send(config.topics().commands(), 4, null, null, Map.of("x", "y")));

    JsonNode target = json(post(path(letter), REASON));

    ConsumerRecord<byte[], byte[]> again =
        record(
            config.topics().commands(),
            target.get("partition").asInt(),
            target.get("offset").asLong());
    assertNull(again.key());
    assertNull(again.value());
    assertEquals(List.of("x=y"), headers(again));
  }

  @Test
  void aRecordThatBecomesADeadLetterAgainIsPutBackTwiceOnly() throws Exception {
    JsonNode letter =
        Letters.await(
            this, send(config.topics().commands(), null, "PB-2".getBytes(UTF_8), BINARY, Map.of()));
    for (int round = 0; round < 2; round++) {
      JsonNode target = json(post(path(letter), REASON));
      letter =
          Letters.await(
              this,
              target.get("topic").asText(),
              target.get("partition").asInt(),
              target.get("offset").asLong());
    }

    JsonNode refused = assertProblem(ProblemCode.CONFLICT, post(path(letter), REASON));

    assertTrue(refused.get("detail").asText().contains("2 times in a row"), refused.toString());
  }

  @Test
  void aLetterWithoutItsValueIsNotPutBack() throws Exception {
    JsonNode letter =
        Letters.await(
            this,
            send(
                config.topics().commands(), 1, "PB-3".getBytes(UTF_8), new byte[70_000], Map.of()));
    assertEquals("TOO_LARGE", letter.get("reason").asText());

    JsonNode refused = assertProblem(ProblemCode.CONFLICT, post(path(letter), REASON));

    assertTrue(refused.get("detail").asText().contains("without the value"), refused.toString());
  }

  @Test
  void aRecordOfAnotherSystemIsNotPutBack() throws Exception {
    RecordMetadata foreign = send(config.topics().deadLetters(), 0, null, BINARY, Map.of());
    RecordMetadata elsewhere =
        send(
            config.topics().deadLetters(),
            0,
            null,
            BINARY,
            Map.of(
                "dead-letter-topic", config.topics().events(),
                "dead-letter-partition", "0",
                "dead-letter-offset", "0"));

    assertProblem(ProblemCode.CONFLICT, post(path(foreign), REASON));
    assertProblem(ProblemCode.CONFLICT, post(path(elsewhere), REASON));
  }

  @Test
  void aRequestToEraseIsPutBackToItsOwnTopic() throws Exception {
    JsonNode letter =
        Letters.await(this, send(config.topics().privacy(), 0, BINARY, BINARY, Map.of()));

    HttpResponse<String> response = post(path(letter), REASON);

    assertEquals(config.topics().privacy(), json(response).get("topic").asText());
    assertTrue(response.headers().firstValue("Location").isEmpty());
  }

  @Test
  void anInterruptedPutBackIsRefusedForAMinuteAndThenRepeated() throws Exception {
    JsonNode letter =
        Letters.await(this, send(config.topics().commands(), 5, BINARY, BINARY, Map.of()));
    json(post(path(letter), REASON));
    execute("UPDATE put_back SET target_offset = NULL" + where(letter));

    JsonNode refused = assertProblem(ProblemCode.CONFLICT, post(path(letter), REASON));
    assertTrue(refused.get("detail").asText().contains("one minute later"), refused.toString());

    execute("UPDATE put_back SET put_at = now() - interval '61 s'" + where(letter));
    assertEquals(202, post(path(letter), REASON).statusCode());
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "{}", "{\"reason\":\"  \"}", "{\"reason\":"})
  void aReasonIsRequired(String body) throws Exception {
    assertProblem(ProblemCode.INVALID_BODY, post("/api/dead-letters/0/0/put-back", body));
  }

  @Test
  void aReasonHasALimit() throws Exception {
    String body = "{\"reason\":\"" + "x".repeat(501) + "\"}";

    assertProblem(ProblemCode.INVALID_BODY, post("/api/dead-letters/0/0/put-back", body));
  }

  @Test
  void anUnknownPositionIsNotFound() throws Exception {
    assertProblem(ProblemCode.UNKNOWN_RECORD, post("/api/dead-letters/0/999999/put-back", REASON));
    assertProblem(ProblemCode.INVALID_PARAMETER, post("/api/dead-letters/0/x/put-back", REASON));
  }

  private static String where(JsonNode letter) {
    return " WHERE partition = %d AND \"offset\" = %d"
        .formatted(letter.get("partition").asInt(), letter.get("offset").asLong());
  }

  private static String path(JsonNode letter) {
    return "/api/dead-letters/%d/%d/put-back"
        .formatted(letter.get("partition").asInt(), letter.get("offset").asLong());
  }

  private static String path(RecordMetadata record) {
    return "/api/dead-letters/%d/%d/put-back".formatted(record.partition(), record.offset());
  }

  private String subject(JsonNode letter) {
    return "%s/%d/%d"
        .formatted(
            config.topics().deadLetters(),
            letter.get("partition").asInt(),
            letter.get("offset").asLong());
  }

  private void execute(String sql) throws SQLException {
    try (Connection connection = DriverManager.getConnection(url, username, password);
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private static List<ConsumerRecord<byte[], byte[]>> records(String topic) {
    return HistoryReader.records(Servers.shared().bootstrapServers(), topic);
  }

  private static ConsumerRecord<byte[], byte[]> record(String topic, int partition, long offset) {
    return records(topic).stream()
        .filter(each -> each.partition() == partition && each.offset() == offset)
        .findFirst()
        .orElseThrow();
  }

  private static List<String> headers(ConsumerRecord<?, ?> record) {
    return Arrays.stream(record.headers().toArray()).map(PutBackTest::text).toList();
  }

  private static String text(Header header) {
    return header.key() + "=" + new String(header.value(), UTF_8);
  }
}
