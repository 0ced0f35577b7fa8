package io.cardflow.privacy;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.cardflow.history.HistoryReader;
import io.cardflow.ops.CardflowConfig;
import io.cardflow.ops.JobWatch;
import io.cardflow.ops.Metric;
import io.cardflow.servers.Servers;
import io.cardflow.servers.ServersResource;
import io.cardflow.store.Erasures;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.quarkus.scheduler.Scheduler;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.inject.Inject;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Requests on the topic are taken in, carried out and answered. */
@QuarkusTest
@QuarkusTestResource(ServersResource.class)
class ErasureRequestsTest {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Duration WAIT = Duration.ofSeconds(60);

  @Inject CardflowConfig config;
  @Inject Erasures requests;
  @Inject PrivacyAnswers answers;
  @Inject JobWatch watch;
  @Inject Scheduler scheduler;
  @Inject Pool pool;

  private final MeterRegistry metrics = new SimpleMeterRegistry();
  private KafkaProducer<String, String> sender;
  private ErasureRun erasures;

  /** The test carries out the runs, so that none waits for the next interval. */
  @BeforeEach
  void connect() {
    scheduler.pause();
    erasures = new ErasureRun(requests, answers, watch, metrics);
    sender =
        new KafkaProducer<>(
            Map.of("bootstrap.servers", Servers.shared().bootstrapServers()),
            new StringSerializer(),
            new StringSerializer());
  }

  @AfterEach
  void disconnect() {
    sender.close();
    scheduler.resume();
  }

  @Test
  void aHolderIsErasedAfterTheCardIsReturned() throws Exception {
    command("request-card", "E-1", REQUEST);
    awaitEvent("E-1", "\"to\"");
    status("order-accepted", "E-1", "{\"orderId\":\"OD\",\"batchId\":\"B\"}");
    status("card-shipped", "E-1", "{\"orderId\":\"OD\"}");
    awaitEvent("E-1", "\"to\":\"PRODUCED\"");
    command("initialize-card", "E-1", "{}");
    command("assign-card", "E-1", "{\"holderId\":\"jane.doe\"}");
    awaitEvent("E-1", "\"to\":\"ASSIGNED\"");
    erase("held", "erase-holder", "{\"holderId\":\"jane.doe\",\"reason\":\"left\"}");
    JsonNode refused = answer("held", "io.cardflow.privacy.refused.v1");
    assertEquals("HOLDER_HAS_CARD", refused.get("code").asText());

    command("withdraw-card", "E-1", "{\"reason\":\"jane.doe has left\"}");
    awaitEvent("E-1", "\"endedAssignment\"");
    erase("returned", "erase-holder", "{\"holderId\":\"jane.doe\",\"reason\":\"left\"}");
    JsonNode erased = answer("returned", "io.cardflow.holder.erased.v1");

    assertEquals(1, erased.at("/counts/assignments").asInt());
    assertEquals(2, erased.at("/counts/journalEntries").asInt(), "assigned and withdrawn");
    assertTrue(erased.get("from").asText().compareTo(erased.get("until").asText()) <= 0);
    assertFalse(erased.toString().contains("jane.doe"));
    JsonNode events = find(erased.get("remaining"), config.topics().events()).get("until");
    assertTrue(events.asText().matches("\\d{4}-\\d\\d-\\d\\d"), "the topic's retention is known");

    erase("again", "erase-holder", "{\"holderId\":\"jane.doe\",\"reason\":\"left\"}");
    assertEquals(
        0, answer("again", "io.cardflow.holder.erased.v1").at("/counts/assignments").asInt());
  }

  @Test
  void aRepeatedRequestIsAnsweredAgainUnderTheSameId() throws Exception {
    erase("twice", "erase-delivery", "{\"cardId\":\"NONE\",\"reason\":\"r\"}");
    answer("twice", "io.cardflow.privacy.refused.v1");
    messages--;
    erase("twice", "erase-delivery", "{\"cardId\":\"NONE\",\"reason\":\"r\"}");

    awaitAnswers("twice", 2);
    assertEquals(
        List.of("erasure/twice", "erasure/twice"),
        answers("twice").stream().map(each -> header(each, "ce_id")).toList());

    erase("twice", "erase-delivery", "{\"cardId\":\"NONE\",\"reason\":\"r\"}");
    awaitAnswers("twice", 3);
    assertEquals("ID_REUSED", JSON.readTree(answers("twice").get(2).value()).get("code").asText());
  }

  @Test
  void whatCannotBeParsedIsADeadLetterAndAnotherTypeIsRefused() throws Exception {
    send(config.topics().privacy(), "bad", "io.cardflow.privacy.erase-holder.v1", "{\"holderId\":");
    send(config.topics().privacy(), "other", "io.cardflow.command.lock-card.v1", "{}");
    erase("after", "erase-delivery", "{\"cardId\":\"NONE\",\"reason\":\"r\"}");

    assertEquals(
        "UNKNOWN_CARD", answer("after", "io.cardflow.privacy.refused.v1").get("code").asText());
    assertEquals(
        "UNKNOWN_TYPE", answer("other", "io.cardflow.privacy.refused.v1").get("code").asText());
    ConsumerRecord<byte[], byte[]> letter = records(config.topics().deadLetters(), "bad").get(0);
    assertEquals("{\"holderId\":", new String(letter.value(), UTF_8));
    assertEquals("MALFORMED_JSON", header(letter, "dead-letter-reason"));
    assertEquals(config.topics().privacy(), header(letter, "dead-letter-topic"));
  }

  @Test
  void anErasureThatFailsHoldsBackNoOtherAndIsRepeated() throws Exception {
    for (String card : List.of("F-1", "F-2")) {
      command("request-card", card, REQUEST);
      status("order-accepted", card, "{\"orderId\":\"OD\",\"batchId\":\"B\"}");
      status("card-shipped", card, "{\"orderId\":\"OD\"}");
      awaitEvent(card, "\"to\":\"PRODUCED\"");
    }
    execute(
        """
        CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql
        AS 'BEGIN RAISE EXCEPTION ''refused by the test''; END'
        """);
    execute(
        """
        CREATE TRIGGER refused BEFORE DELETE ON card_request
        FOR EACH ROW WHEN (OLD.card_id = 'F-1') EXECUTE FUNCTION refuse()
        """);
    erase("fails", "erase-delivery", "{\"cardId\":\"F-1\",\"reason\":\"r\"}");
    Awaitility.await("the first request is stored").atMost(WAIT).until(() -> oldestSeconds() > 0);
    erase("works", "erase-delivery", "{\"cardId\":\"F-2\",\"reason\":\"r\"}");

    answer("works", "io.cardflow.delivery.erased.v1");
    assertEquals(List.of(), answers("fails"));
    assertTrue(oldestSeconds() > 0);

    execute("DROP TRIGGER refused ON card_request");
    answer("fails", "io.cardflow.delivery.erased.v1");
    Awaitility.await("none is open").atMost(WAIT).until(() -> oldestSeconds() == 0);
  }

  /** The age of the oldest open request as of a run now. */
  private double oldestSeconds() {
    erasures.run().await().atMost(WAIT);
    return metrics.get(Metric.ERASURE_OLDEST.id()).gauge().value();
  }

  private void execute(String sql) {
    pool.query(sql).execute().await().atMost(WAIT);
  }

  private static final String REQUEST =
      """
      {"layoutId":"L","delivery":{"recipient":"R","addressOne":"A","postalCode":"1","city":"C",\
      "countryCode":"SE"}}""";

  private void erase(String id, String type, String data) throws Exception {
    send(config.topics().privacy(), id, "io.cardflow.privacy." + type + ".v1", data);
  }

  private void command(String name, String card, String data) throws Exception {
    send(config.topics().commands(), card, "io.cardflow.command." + name + ".v1", data);
  }

  private void status(String name, String card, String data) throws Exception {
    send(config.topics().producerStatus(), card, "io.cardflow.producer." + name + ".v1", data);
  }

  private int messages;

  private void send(String topic, String key, String type, String data)
      throws ExecutionException, InterruptedException {
    ProducerRecord<String, String> record = new ProducerRecord<>(topic, key, data);
    Map<String, String> headers =
        Map.of(
            "ce_specversion",
            "1.0",
            "ce_id",
            key + "-" + messages++,
            "ce_source",
            "/office",
            "ce_subject",
            key,
            "ce_type",
            type);
    headers.forEach((name, value) -> record.headers().add(name, value.getBytes(UTF_8)));
    sender.send(record).get();
  }

  private JsonNode answer(String request, String type) throws IOException {
    Awaitility.await("answer to " + request)
        .atMost(WAIT)
        .until(
            () -> {
              erasures.run().await().atMost(WAIT);
              return answers(request).stream()
                  .anyMatch(each -> header(each, "ce_type").equals(type));
            });
    List<ConsumerRecord<byte[], byte[]>> all = answers(request);
    return JSON.readTree(all.get(all.size() - 1).value());
  }

  private void awaitAnswers(String request, int count) {
    Awaitility.await("answers to " + request)
        .atMost(WAIT)
        .until(
            () -> {
              erasures.run().await().atMost(WAIT);
              return answers(request).size() == count;
            });
  }

  private List<ConsumerRecord<byte[], byte[]>> answers(String request) {
    return records(config.topics().audit(), request);
  }

  private void awaitEvent(String card, String content) {
    Awaitility.await(card + " " + content)
        .atMost(WAIT)
        .until(
            () ->
                records(config.topics().events(), card).stream()
                    .anyMatch(each -> new String(each.value(), UTF_8).contains(content)));
  }

  private static List<ConsumerRecord<byte[], byte[]>> records(String topic, String key) {
    return HistoryReader.records(Servers.shared().bootstrapServers(), topic).stream()
        .filter(each -> new String(each.key(), UTF_8).equals(key))
        .toList();
  }

  private static String header(ConsumerRecord<byte[], byte[]> record, String name) {
    return new String(record.headers().lastHeader(name).value(), UTF_8);
  }

  private static JsonNode find(JsonNode remaining, String place) {
    for (JsonNode each : remaining) {
      if (each.get("place").asText().equals(place)) {
        return each;
      }
    }
    throw new AssertionError("no " + place + " in " + remaining);
  }
}
