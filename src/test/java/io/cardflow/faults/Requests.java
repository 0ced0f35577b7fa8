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

/** Sends commands about cards that are named by number. */
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
    for (int number = 0; number < cards; number++) {
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

  void abort(String card) {
    send("abort-order", card, "{}");
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
