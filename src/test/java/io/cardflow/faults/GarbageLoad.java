package io.cardflow.faults;

import io.cardflow.local.Topics;
import io.cardflow.wire.DeadLetterReason;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;

/**
 * Nine valid commands for each card, interleaved with garbage and requests for a rejected layout.
 */
final class GarbageLoad implements AutoCloseable {

  static final int CARDS = 1_000;
  static final int BROKEN = 1_000;
  static final int RECORDS = 10_000;

  /** A layout that the test's database rejects. */
  static final String REFUSED = "REFUSED";

  /** The first request of one card in this many is rejected. */
  private static final int EACH = 100;

  private static final List<String> LIFE =
      List.of(
          "request-card",
          "abort-order",
          "request-card",
          "abort-order",
          "lock-card",
          "withdraw-card",
          "lock-card",
          "withdraw-card",
          "lock-card");

  /** A record that must become a dead letter. */
  record Doomed(String what, DeadLetterReason reason, ProducerRecord<String, byte[]> record) {}

  private final Topics topics;
  private final KafkaProducer<String, byte[]> producer;
  private final Map<Future<RecordMetadata>, Doomed> doomed = new HashMap<>();
  private final List<Future<RecordMetadata>> sound = new ArrayList<>();
  private int broken;
  private int refused;

  GarbageLoad(String bootstrapServers, Topics topics) {
    this.topics = topics;
    this.producer =
        new KafkaProducer<>(
            Map.of(
                "bootstrap.servers",
                bootstrapServers,
                "acks",
                "all",
                "linger.ms",
                5,
                "max.request.size",
                2 * 1024 * 1024),
            new StringSerializer(),
            new ByteArraySerializer());
  }

  /** Sends everything step by step, so that the cards are interleaved. */
  void send() {
    for (int step = 0; step < LIFE.size(); step++) {
      for (int card = 0; card < CARDS; card++) {
        sound(card, step);
        if (sound.size() % LIFE.size() == 0) {
          garbage("G-" + card);
        }
      }
    }
    producer.flush();
  }

  /** Requests that PostgreSQL rejects. */
  int refused() {
    return refused;
  }

  /** The expected dead letters by topic, partition and offset. */
  Map<String, Doomed> doomed() {
    Map<String, Doomed> places = new HashMap<>();
    doomed.forEach(
        (sent, record) -> {
          RecordMetadata at = get(sent);
          places.put(at.topic() + "/" + at.partition() + "/" + at.offset(), record);
        });
    return places;
  }

  @Override
  public void close() {
    producer.close();
  }

  private void sound(int card, int step) {
    boolean refusal = step == 0 && card % EACH == 0;
    ProducerRecord<String, byte[]> record =
        new ProducerRecord<>(topics.commands(), "G-" + card, data(step, refusal));
    CloudEvent.headers(record, "command." + LIFE.get(step), card + "-" + step);
    Future<RecordMetadata> sent = producer.send(record);
    sound.add(sent);
    if (refusal) {
      refused++;
      doomed.put(sent, new Doomed("a rejected row", DeadLetterReason.INTERNAL_ERROR, record));
    }
  }

  private void garbage(String card) {
    Garbage kind = Garbage.values()[broken % Garbage.values().length];
    boolean status = kind.anyTopic() && broken % 2 == 0;
    String topic = status ? topics.producerStatus() : topics.commands();
    ProducerRecord<String, byte[]> record = kind.record(topic, "broken-" + broken++, card);
    doomed.put(producer.send(record), new Doomed(kind.name(), kind.reason(), record));
  }

  private static byte[] data(int step, boolean refusal) {
    String layout = refusal ? REFUSED : "L1";
    String data =
        LIFE.get(step).equals("request-card")
            ? """
              {"layoutId":"%s","delivery":{"recipient":"R","addressOne":"A","postalCode":"1",\
              "city":"C","countryCode":"SE"}}"""
                .formatted(layout)
            : "{}";
    return data.getBytes(StandardCharsets.UTF_8);
  }

  private static RecordMetadata get(Future<RecordMetadata> sent) {
    try {
      return sent.get();
    } catch (ExecutionException failed) {
      throw new IllegalStateException("a record was not sent", failed.getCause());
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(interrupted);
    }
  }
}
