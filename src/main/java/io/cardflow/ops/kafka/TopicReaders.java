package io.cardflow.ops.kafka;

import io.cardflow.ops.Deadline;
import io.smallrye.common.annotation.Identifier;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** Opens readers of single topics, with the operator's settings of the Kafka clients. */
@Singleton
public class TopicReaders {

  private static final Duration CLOSE = Duration.ofMillis(200);

  private final Map<String, Object> operator;

  TopicReaders(@Identifier("default-kafka-broker") Map<String, Object> operator) {
    this.operator = operator;
  }

  /**
   * Opens a reader with a consumer of its own, so that concurrent ones do not disturb each other.
   *
   * @param time how long it may read
   * @param most the maximum size of a value that is kept, in bytes
   * @throws KafkaException if a client cannot be created with the settings
   */
  public TopicReader open(String topic, Duration time, int most) {
    long until = System.nanoTime() + time.toNanos();
    return new TopicReader(
        new KafkaConsumer<>(
            ClientSettings.reader(operator),
            new ByteArrayDeserializer(),
            new KeptValue.Reader(most)),
        topic,
        until);
  }

  /**
   * Kafka's id of a topic: one that is deleted and created again has another. It blocks for at most
   * {@link Deadline#ADMIN}.
   *
   * @throws KafkaException if the brokers do not answer in time, or refuse
   */
  public UUID topicId(String topic) {
    Admin admin = Admin.create(ClientSettings.admin(operator));
    try {
      Uuid id =
          Deadline.ADMIN
              .await(admin.describeTopics(List.of(topic)).topicNameValues().get(topic))
              .topicId();
      return new UUID(id.getMostSignificantBits(), id.getLeastSignificantBits());
    } catch (ExecutionException failed) {
      throw new KafkaException("the topic cannot be described", failed.getCause());
    } finally {
      admin.close(CLOSE);
    }
  }
}
