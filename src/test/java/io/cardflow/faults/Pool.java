package io.cardflow.faults;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;

/** Cards that are made and wait in the pool to be assigned. */
final class Pool implements AutoCloseable {

  private static final String REQUEST =
      """
      {"layoutId":"L1","delivery":{"recipient":"R","addressOne":"A","postalCode":"1",\
      "city":"C","countryCode":"SE"}}""";

  private final FaultRun run;
  private final KafkaProducer<String, byte[]> producer;
  private int messages;

  Pool(FaultRun run) {
    this.run = run;
    this.producer =
        new KafkaProducer<>(
            Map.of("bootstrap.servers", run.servers().bootstrapServers(), "acks", "all"),
            new StringSerializer(),
            new ByteArraySerializer());
  }

  /** Brings cards into the pool: all of them one step after the other. */
  void fill(int cards) {
    String commands = run.topics().commands();
    String statuses = run.topics().producerStatus();
    step(cards, commands, "command.request-card", REQUEST);
    step(cards, statuses, "producer.order-accepted", "{\"orderId\":\"O\",\"batchId\":\"B\"}");
    step(cards, statuses, "producer.card-shipped", "{\"orderId\":\"O\"}");
    step(cards, commands, "command.initialize-card", "{}");
  }

  void assign(String card, String holder) {
    String data = "{\"holderId\":\"" + holder + "\"}";
    send(run.topics().commands(), "command.assign-card", card, data);
  }

  void flush() {
    producer.flush();
  }

  @Override
  public void close() {
    producer.close();
  }

  private void step(int cards, String topic, String name, String data) {
    for (int card = 0; card < cards; card++) {
      send(topic, name, "P-" + card, data);
    }
    producer.flush();
    run.awaitAllDone();
  }

  private void send(String topic, String name, String card, String data) {
    ProducerRecord<String, byte[]> record =
        new ProducerRecord<>(topic, card, data.getBytes(StandardCharsets.UTF_8));
    CloudEvent.headers(record, name, "p-" + ++messages);
    producer.send(record);
  }
}
