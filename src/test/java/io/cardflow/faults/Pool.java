package io.cardflow.faults;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.cardflow.local.Topics;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;

/** Adds cards to the pool and assigns them; cards are identified by number. */
final class Pool implements AutoCloseable {

  private final FaultRun run;
  private final Topics topics;
  private final KafkaProducer<String, byte[]> producer;
  private int sent;

  Pool(FaultRun run) {
    this.run = run;
    this.topics = run.topics();
    this.producer =
        new KafkaProducer<>(
            Map.of(
                "bootstrap.servers",
                run.servers().bootstrapServers(),
                "acks",
                "all",
                "linger.ms",
                2),
            new StringSerializer(),
            new ByteArraySerializer());
  }

  static String card(int number) {
    return "P-" + number;
  }

  /**
   * Fills the pool. Each step is complete before the next, because a card's two topics have no
   * mutual order.
   */
  void fill(int cards) {
    for (int card = 0; card < cards; card++) {
      command(
          card,
          "request-card",
          """
          {"layoutId":"L1","delivery":{"recipient":"R","addressOne":"A","postalCode":"1",\
          "city":"C","countryCode":"SE"}}""");
    }
    settle();
    for (int card = 0; card < cards; card++) {
      status(card, "order-accepted", "{\"orderId\":\"O1\",\"batchId\":\"B1\"}");
      status(card, "card-shipped", "{\"orderId\":\"O1\"}");
    }
    settle();
    for (int card = 0; card < cards; card++) {
      command(card, "initialize-card", "{}");
    }
    settle();
    assertEquals(cards, run.count("SELECT count(*) FROM card WHERE state = 'UNASSIGNED'"));
  }

  void assign(int card, String holder) {
    command(card, "assign-card", "{\"holderId\":\"" + holder + "\"}");
  }

  void assign(int card, String holder, Instant validUntil) {
    command(
        card,
        "assign-card",
        "{\"holderId\":\"%s\",\"validUntil\":\"%s\"}".formatted(holder, validUntil));
  }

  void extend(int card, Instant validUntil) {
    command(card, "extend-card", "{\"validUntil\":\"" + validUntil + "\"}");
  }

  void withdraw(int card) {
    command(card, "withdraw-card", "{}");
  }

  void lock(int card) {
    command(card, "lock-card", "{}");
  }

  /** Waits until all sent records are decided and published. */
  void settle() {
    producer.flush();
    run.awaitAllDone();
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
        new ProducerRecord<>(topic, card(card), data.getBytes(StandardCharsets.UTF_8));
    CloudEvent.headers(record, name, "m-" + sent++);
    producer.send(record);
  }
}
