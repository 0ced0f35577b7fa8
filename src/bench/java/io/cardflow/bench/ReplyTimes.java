package io.cardflow.bench;

import io.cardflow.local.Topics;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * Records when a read-committed consumer receives the first event or rejection of each message. The
 * messages' ids are made from numbers, and no others are sent while this is open.
 */
final class ReplyTimes implements AutoCloseable {

  private static final Duration POLL = Duration.ofMillis(100);

  private final MessageIds ids = MessageIds.chosen();
  private final KafkaConsumer<byte[], byte[]> consumer;
  private final AtomicLongArray seen;
  private final Thread reader;
  private volatile boolean open = true;
  private volatile int taken;

  /**
   * @param most the maximum number of messages
   */
  ReplyTimes(String bootstrapServers, Topics topics, int most) {
    seen = new AtomicLongArray(most);
    consumer =
        new KafkaConsumer<>(
            Map.of(
                "bootstrap.servers",
                bootstrapServers,
                "isolation.level",
                "read_committed",
                "fetch.max.wait.ms",
                5),
            new ByteArrayDeserializer(),
            new ByteArrayDeserializer());
    List<TopicPartition> partitions =
        Stream.of(topics.events(), topics.rejections())
            .flatMap(
                topic ->
                    IntStream.range(0, Platform.PARTITIONS)
                        .mapToObj(number -> new TopicPartition(topic, number)))
            .toList();
    consumer.assign(partitions);
    consumer.seekToEnd(partitions);
    // This resolves the end offsets.
    partitions.forEach(consumer::position);
    reader = new Thread(this::read, "answers");
    reader.start();
  }

  /**
   * Reserves this many numbers twice, since each message may also be rejected; returns the first.
   */
  int room(int messages) {
    int first = taken;
    taken += 2 * messages;
    if (taken > seen.length()) {
      throw new IllegalStateException("there is no room for " + messages + " messages");
    }
    return first;
  }

  /**
   * When a message was answered, by the clock of {@link System#nanoTime}; 0 if it has not been
   * answered yet.
   */
  long at(int message) {
    return seen.get(message);
  }

  @Override
  public void close() {
    open = false;
    try {
      reader.join();
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private void read() {
    try (consumer) {
      while (open) {
        var records = consumer.poll(POLL);
        long now = System.nanoTime();
        for (ConsumerRecord<byte[], byte[]> record : records) {
          Header cause = record.headers().lastHeader("ce_causationid");
          int message = ids.number(new String(cause.value(), StandardCharsets.US_ASCII));
          seen.compareAndSet(message, 0, now);
        }
      }
    }
  }
}
