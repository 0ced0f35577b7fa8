package io.cardflow.faults;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;

import io.cardflow.history.History;
import io.cardflow.history.History.DeadLetter;
import io.cardflow.history.HistoryChecker;
import io.cardflow.history.HistoryReader;
import io.cardflow.servers.Servers;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;

/**
 * A thousand broken records among nine thousand good ones, and some that only PostgreSQL refuses.
 */
class GarbageIT {

  private static final int RECORDS = 10_000;
  private static final int BROKEN_EVERY = 10;
  private static final int REFUSED = 7;
  private static final String REFUSED_LAYOUT = "refused";

  private final Map<String, ProducerRecord<String, byte[]>> broken = new HashMap<>();
  private final Map<String, Integer> kinds = new HashMap<>();

  @Test
  void brokenRecordsBecomeDeadLettersAsTheyCameAndCostNoOtherRecordAnything() throws Exception {
    try (FaultRun run = new FaultRun(Servers.shared());
        KafkaProducer<String, byte[]> producer = producer(run)) {
      WorkerProcess worker = run.worker().awaitReady();
      refuse(run);

      int good = send(run, producer);
      run.awaitAllDone();

      History history =
          HistoryReader.read(run.servers().bootstrapServers(), run.topics(), run.database());
      assertEquals(List.of(), HistoryChecker.violations(history));
      Map<String, Integer> reasons = new HashMap<>();
      for (DeadLetter letter : history.deadLetters()) {
        reasons.merge(letter.headers().get("dead-letter-reason"), 1, Integer::sum);
        if (!letter.headers().get("dead-letter-reason").equals("INTERNAL_ERROR")) {
          assertUntouched(letter);
        }
      }
      assertEquals(REFUSED, reasons.remove("INTERNAL_ERROR"));
      assertEquals(
          RECORDS / BROKEN_EVERY, reasons.values().stream().mapToInt(Integer::intValue).sum());
      assertEquals(good, run.count("SELECT count(*) FROM card WHERE state = 'ABORTED'"));
      assertEquals(RECORDS + REFUSED, worker.metric("cardflow_messages_total", ""));
      assertEquals(0, run.count("SELECT count(*) FROM card WHERE id LIKE 'R-%'"));
    }
  }

  /** Sends pairs of a request and its abort, and in between what is broken; says how many pairs. */
  private int send(FaultRun run, KafkaProducer<String, byte[]> producer) throws Exception {
    String topic = run.topics().commands();
    int cards = 0;
    int refused = 0;
    String open = null;
    for (int at = 0; at < RECORDS; at++) {
      if (at % BROKEN_EVERY == 0) {
        int kind = at / BROKEN_EVERY % Garbage.KINDS;
        breakIn(producer, Garbage.record(topic, kind, "G-" + at, "g-" + at), kind);
      } else if (open == null) {
        open = "C-" + cards++;
        producer.send(request(topic, open, "L1"));
      } else {
        producer.send(command(topic, open, "command.abort-order", "{}"));
        open = null;
      }
      if (at % (RECORDS / REFUSED) == 1 && refused < REFUSED) {
        producer.send(request(topic, "R-" + refused++, REFUSED_LAYOUT));
      }
    }
    producer.flush();
    return cards;
  }

  private void breakIn(
      KafkaProducer<String, byte[]> producer, ProducerRecord<String, byte[]> record, int kind)
      throws ExecutionException, InterruptedException {
    Future<RecordMetadata> sent = producer.send(record);
    String place = record.topic() + "/" + sent.get().partition() + "/" + sent.get().offset();
    broken.put(place, record);
    kinds.put(place, kind);
  }

  private void assertUntouched(DeadLetter letter) {
    Map<String, String> headers = letter.headers();
    String place =
        headers.get("dead-letter-topic")
            + "/"
            + headers.get("dead-letter-partition")
            + "/"
            + headers.get("dead-letter-offset");
    ProducerRecord<String, byte[]> sent = broken.remove(place);
    assertNotNull(sent, place + " was not broken");
    assertEquals(Garbage.reason(kinds.get(place)), headers.get("dead-letter-reason"), place);
    assertNotNull(headers.get("dead-letter-cause"));
    assertArrayEquals(sent.value(), letter.value());
    assertArrayEquals(
        sent.key() == null ? null : sent.key().getBytes(StandardCharsets.UTF_8), letter.key());
    for (Header header : sent.headers()) {
      assertEquals(new String(header.value(), StandardCharsets.UTF_8), headers.get(header.key()));
    }
  }

  private static ProducerRecord<String, byte[]> request(String topic, String card, String layout) {
    return command(
        topic,
        card,
        "command.request-card",
        "{\"layoutId\":\""
            + layout
            + "\",\"delivery\":{\"recipient\":\"R\",\"addressOne\":\"A\","
            + "\"postalCode\":\"1\",\"city\":\"C\",\"countryCode\":\"SE\"}}");
  }

  private static ProducerRecord<String, byte[]> command(
      String topic, String card, String name, String data) {
    ProducerRecord<String, byte[]> record =
        new ProducerRecord<>(topic, card, data.getBytes(StandardCharsets.UTF_8));
    CloudEvent.headers(record, name, card + "-" + name);
    return record;
  }

  private static void refuse(FaultRun run) throws SQLException {
    try (Connection connection = run.database().connect();
        Statement statement = connection.createStatement()) {
      statement.execute(
          "ALTER TABLE card_request ADD CHECK (layout_id <> '" + REFUSED_LAYOUT + "')");
    }
  }

  private static KafkaProducer<String, byte[]> producer(FaultRun run) {
    return new KafkaProducer<>(
        Map.of(
            "bootstrap.servers",
            run.servers().bootstrapServers(),
            "acks",
            "all",
            "linger.ms",
            0,
            "max.request.size",
            1_040_000),
        new StringSerializer(),
        new ByteArraySerializer());
  }
}
