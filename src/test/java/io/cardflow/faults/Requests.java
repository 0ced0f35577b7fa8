package io.cardflow.faults;

import io.cardflow.local.Topics;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;

/** Sends commands for cards that are identified by number. */
final class Requests implements AutoCloseable {

  private static final int CITIES = 7;

  private final Topics topics;
  private final KafkaProducer<String, byte[]> producer;

  Requests(String bootstrapServers, Topics topics) {
    this.topics = topics;
    this.producer =
        new KafkaProducer<>(
            Map.of("bootstrap.servers", bootstrapServers, "acks", "all", "linger.ms", 5),
            new StringSerializer(),
            new ByteArraySerializer());
  }

  static Stream<String> cards(int count) {
    return IntStream.range(0, count).mapToObj(number -> "K-" + number);
  }

  /** Requests for cards that go to a few cities in turn. */
  void request(int cards, boolean queue) {
    request(0, cards, queue);
  }

  /** Requests for the cards of these numbers, the last one excluded. */
  void request(int from, int to, boolean queue) {
    for (int number = from; number < to; number++) {
      send(
          "request-card",
          "K-" + number,
          """
          {"layoutId":"L1","queue":%b,"delivery":{"recipient":"R","addressOne":"A",\
          "postalCode":"1","city":"City %d","countryCode":"SE"},"cardElements":{"n":"%d"}}"""
              .formatted(queue, number % CITIES, number));
    }
    producer.flush();
  }

  /** Aborts for the cards of these numbers, the last one excluded. */
  void abort(int from, int to) {
    for (int number = from; number < to; number++) {
      send("abort-order", "K-" + number, "{}");
    }
    producer.flush();
  }

  /** Puts the cards of these numbers into the pool, the last one excluded. */
  void initialize(int from, int to) {
    for (int number = from; number < to; number++) {
      send("initialize-card", "K-" + number, "{}");
    }
    producer.flush();
  }

  private void send(String command, String card, String data) {
    ProducerRecord<String, byte[]> record =
        new ProducerRecord<>(topics.commands(), card, data.getBytes(StandardCharsets.UTF_8));
    CloudEvent.headers(record, "command." + command, card + "/" + command);
    producer.send(record);
  }

  @Override
  public void close() {
    producer.close();
  }
}
