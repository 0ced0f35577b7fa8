package io.cardflow.local.demo;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.cardflow.ops.CardflowConfig;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** Counts the committed records on the topics, like a downstream system. */
final class Subscriber implements AutoCloseable {

  private final KafkaConsumer<byte[], byte[]> consumer;
  private final Map<String, Integer> read = new ConcurrentHashMap<>();
  private final Map<String, Integer> types = new ConcurrentHashMap<>();

  /** Starts at the current end of all topics. */
  Subscriber(String bootstrapServers, CardflowConfig.Topics topics) {
    consumer =
        new KafkaConsumer<>(
            Map.of("bootstrap.servers", bootstrapServers, "isolation.level", "read_committed"),
            new ByteArrayDeserializer(),
            new ByteArrayDeserializer());
    List<TopicPartition> partitions = new ArrayList<>();
    for (String topic :
        List.of(
            topics.commands(),
            topics.producerStatus(),
            topics.events(),
            topics.rejections(),
            topics.deadLetters())) {
      consumer
          .partitionsFor(topic)
          .forEach(each -> partitions.add(new TopicPartition(topic, each.partition())));
    }
    consumer.assign(partitions);
    consumer.seekToEnd(partitions);
    partitions.forEach(consumer::position);
  }

  /** Reads the records that arrive within this time. */
  void read(Duration time) {
    long until = System.nanoTime() + time.toNanos();
    for (long left = time.toNanos(); left > 0; left = until - System.nanoTime()) {
      consumer
          .poll(Duration.ofNanos(left))
          .forEach(
              each -> {
                read.merge(each.topic(), 1, Integer::sum);
                Header type = each.headers().lastHeader("ce_type");
                if (type != null) {
                  types.merge(new String(type.value(), UTF_8), 1, Integer::sum);
                }
              });
    }
  }

  /** Returns how many records of a CloudEvents type were read, on any topic. */
  int ofType(String type) {
    return types.getOrDefault(type, 0);
  }

  int count(String topic) {
    return read.getOrDefault(topic, 0);
  }

  @Override
  public void close() {
    consumer.close();
  }
}
