package io.cardflow.faults;

import io.cardflow.local.Topics;
import io.cardflow.servers.Servers;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.zip.CRC32;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.common.utils.Utils;

/** An IAM system on librdkafka, which partitions by CRC32 of the key, and a bureau on Java. */
final class ForeignClient implements AutoCloseable {

  static final int STEPS = 6;

  private final Topics topics;
  private final KafkaProducer<String, byte[]> producer;
  private int misrouted;

  ForeignClient(String bootstrapServers, Topics topics) {
    this.topics = topics;
    this.producer =
        new KafkaProducer<>(
            Map.of("bootstrap.servers", bootstrapServers, "acks", "all"),
            new StringSerializer(),
            new ByteArraySerializer());
  }

  /** The number of records outside their home partition. */
  int misrouted() {
    return misrouted;
  }

  void send(String card, int step) {
    switch (step) {
      case 0 ->
          command(
              card,
              step,
              "request-card",
              """
              {"layoutId":"L1","delivery":{"recipient":"R","addressOne":"A","postalCode":"1",\
              "city":"C","countryCode":"SE"}}""");
      case 1 -> status(card, step, "order-accepted", "{\"orderId\":\"O1\",\"batchId\":\"B1\"}");
      case 2 -> status(card, step, "card-shipped", "{\"orderId\":\"O1\"}");
      case 3 -> command(card, step, "initialize-card", "{}");
      case 4 -> command(card, step, "assign-card", "{\"holderId\":\"" + card + "\"}");
      default -> command(card, step, "withdraw-card", "{}");
    }
  }

  void flush() {
    producer.flush();
  }

  @Override
  public void close() {
    producer.close();
  }

  private void command(String card, int step, String name, String data) {
    byte[] key = card.getBytes(StandardCharsets.UTF_8);
    CRC32 crc = new CRC32();
    crc.update(key);
    int partition = (int) (crc.getValue() % Servers.PARTITIONS);
    if (partition != Utils.toPositive(Utils.murmur2(key)) % Servers.PARTITIONS) {
      misrouted++;
    }
    send(topics.commands(), partition, "command." + name, card, step, data);
  }

  private void status(String card, int step, String name, String data) {
    send(topics.producerStatus(), null, "producer." + name, card, step, data);
  }

  private void send(
      String topic, Integer partition, String name, String card, int step, String data) {
    ProducerRecord<String, byte[]> record =
        new ProducerRecord<>(topic, partition, card, data.getBytes(StandardCharsets.UTF_8));
    CloudEvent.headers(record, name, card + "-" + step);
    producer.send(record);
  }
}
