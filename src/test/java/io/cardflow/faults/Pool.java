package io.cardflow.faults;

import io.cardflow.local.Topics;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;

/** Brings cards into the pool, and hands them out two to a holder. */
final class Pool implements AutoCloseable {

  private final Topics topics;
  private final KafkaProducer<String, byte[]> producer;
  private int sent;

  Pool(String bootstrapServers, Topics topics) {
    this.topics = topics;
    this.producer =
        new KafkaProducer<>(
            Map.of("bootstrap.servers", bootstrapServers, "acks", "all"),
            new StringSerializer(),
            new ByteArraySerializer());
  }

  void request(int cards) {
    for (int card = 0; card < cards; card++) {
      command(
          card,
          "request-card",
          """
          {"layoutId":"L1","delivery":{"recipient":"R","addressOne":"A","postalCode":"1",\
          "city":"C","countryCode":"SE"}}""");
    }
    producer.flush();
  }

  void deliver(int cards) {
    for (int card = 0; card < cards; card++) {
      status(card, "order-accepted", "{\"orderId\":\"O1\",\"batchId\":\"B1\"}");
      status(card, "card-shipped", "{\"orderId\":\"O1\"}");
    }
    producer.flush();
  }

  void initialize(int cards) {
    for (int card = 0; card < cards; card++) {
      command(card, "initialize-card", "{}");
    }
    producer.flush();
  }

  /** Two cards for each holder, next to each other in time, in whichever partitions they are. */
  void assign(int holders) {
    for (int card = 0; card < 2 * holders; card++) {
      command(card, "assign-card", "{\"holderId\":\"H-" + card / 2 + "\"}");
    }
    producer.flush();
  }

  int sent() {
    return sent;
  }

  @Override
  public void close() {
    producer.close();
  }

  private void command(int card, String name, String data) {
    send(topics.commands(), card, "command." + name, data);
  }

  private void status(int card, String name, String data) {
    send(topics.producerStatus(), card, "producer." + name, data);
  }

  private void send(String topic, int card, String name, String data) {
    ProducerRecord<String, byte[]> record =
        new ProducerRecord<>(topic, "P-" + card, data.getBytes(StandardCharsets.UTF_8));
    CloudEvent.headers(record, name, name + "-" + card);
    producer.send(record);
    sent++;
  }
}
