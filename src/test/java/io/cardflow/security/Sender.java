package io.cardflow.security;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.common.utils.Utils;

/** Sends messages about cards as one user, each acknowledged by the broker before the next. */
final class Sender implements AutoCloseable {

  /** The data of a request that is ordered immediately. */
  static final String REQUEST =
      """
      {"layoutId":"L1","queue":false,"delivery":{"recipient":"R","addressOne":"A",\
      "postalCode":"1","city":"C","countryCode":"SE"}}\
      """;

  private final KafkaProducer<String, byte[]> producer;

  Sender(Map<String, String> client) {
    Map<String, Object> settings = new HashMap<>(client);
    settings.put("acks", "all");
    settings.put("max.block.ms", 5_000);
    settings.put("request.timeout.ms", 4_000);
    settings.put("delivery.timeout.ms", 5_000);
    this.producer =
        new KafkaProducer<>(settings, new StringSerializer(), new ByteArraySerializer());
  }

  /**
   * Sends a CloudEvent to the card's own partition.
   *
   * @param name the type without prefix and version, such as {@code command.lock-card}
   */
  void send(String topic, String name, String card, String data) {
    sent(event(topic, null, name, card, data));
  }

  /** Sends the message to a partition other than the card's own, as another partitioner might. */
  void sendMisrouted(String topic, String name, String card, String data) {
    int home =
        Utils.toPositive(Utils.murmur2(card.getBytes(StandardCharsets.UTF_8)))
            % SecuredServers.PARTITIONS;
    sent(event(topic, (home + 1) % SecuredServers.PARTITIONS, name, card, data));
  }

  /** Sends a record that is not an event. */
  void sendGarbage(String topic, String key) {
    sent(new ProducerRecord<>(topic, key, "{}".getBytes(StandardCharsets.UTF_8)));
  }

  private void sent(ProducerRecord<String, byte[]> record) {
    try {
      producer.send(record).get();
    } catch (KafkaException again) {
      // A producer that was refused once fails before sending, with the refusal as the cause.
      throw again.getCause() instanceof AuthorizationException refused ? refused : again;
    } catch (ExecutionException refused) {
      if (refused.getCause() instanceof RuntimeException cause) {
        throw cause;
      }
      throw new IllegalStateException(refused);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(interrupted);
    }
  }

  private static ProducerRecord<String, byte[]> event(
      String topic, Integer partition, String name, String card, String data) {
    ProducerRecord<String, byte[]> record =
        new ProducerRecord<>(topic, partition, card, data.getBytes(StandardCharsets.UTF_8));
    Map.of(
            "ce_specversion",
            "1.0",
            "ce_id",
            UUID.randomUUID().toString(),
            "ce_source",
            "/test",
            "ce_type",
            "io.cardflow." + name + ".v1",
            "ce_subject",
            card,
            "content-type",
            "application/json")
        .forEach(
            (header, value) ->
                record.headers().add(header, value.getBytes(StandardCharsets.UTF_8)));
    return record;
  }

  @Override
  public void close() {
    producer.close(Duration.ZERO);
  }
}
