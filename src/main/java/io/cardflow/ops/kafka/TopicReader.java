package io.cardflow.ops.kafka;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;

/**
 * Reads committed records of one topic by their offsets, within a limited time. It blocks, so its
 * thread must not be an event loop, and belongs to one thread.
 */
public final class TopicReader implements AutoCloseable {

  private static final Duration POLL = Duration.ofMillis(100);
  private static final Duration CLOSE = Duration.ofMillis(200);

  private final Consumer<byte[], KeptValue> consumer;
  private final String topic;
  private final long until;

  /**
   * @param until when to give up, as {@link System#nanoTime}
   */
  TopicReader(Consumer<byte[], KeptValue> consumer, String topic, long until) {
    this.consumer = consumer;
    this.topic = topic;
    this.until = until;
  }

  /**
   * The offsets that can be read now, by partition. Records of open transactions are not among
   * them.
   *
   * @return empty if the topic does not exist
   * @throws org.apache.kafka.common.KafkaException if the brokers do not answer in time, or refuse
   */
  public SortedMap<Integer, OffsetWindow> offsets() {
    List<PartitionInfo> partitions = consumer.partitionsFor(topic, left());
    Set<TopicPartition> all = new HashSet<>();
    if (partitions != null) {
      partitions.forEach(each -> all.add(new TopicPartition(topic, each.partition())));
    }
    SortedMap<Integer, OffsetWindow> offsets = new TreeMap<>();
    if (!all.isEmpty()) {
      Map<TopicPartition, Long> ends = consumer.endOffsets(all, left());
      Map<TopicPartition, Long> begins = consumer.beginningOffsets(all, left());
      for (TopicPartition each : all) {
        long end = ends.get(each);
        offsets.put(each.partition(), new OffsetWindow(Math.min(begins.get(each), end), end));
      }
    }
    return offsets;
  }

  /**
   * Reads the records of windows, in the order of the offsets of each partition.
   *
   * @param windows by partition; within {@link #offsets}
   * @param take gets the records, of all partitions in any order
   * @return the partitions that were read to the end before the time was over
   * @throws org.apache.kafka.common.KafkaException if the brokers refuse
   */
  public Set<Integer> read(
      Map<Integer, OffsetWindow> windows,
      java.util.function.Consumer<ConsumerRecord<byte[], KeptValue>> take) {
    Map<TopicPartition, OffsetWindow> open = new HashMap<>();
    Set<Integer> done = new HashSet<>();
    windows.forEach(
        (partition, window) -> {
          if (window.isEmpty()) {
            done.add(partition);
          } else {
            open.put(new TopicPartition(topic, partition), window);
          }
        });
    try {
      consumer.assign(open.keySet());
      open.forEach((partition, window) -> consumer.seek(partition, window.from()));
      while (!open.isEmpty() && System.nanoTime() - until < 0) {
        poll(open, take);
        for (TopicPartition each : finished(open)) {
          open.remove(each);
          done.add(each.partition());
          consumer.pause(Set.of(each));
        }
      }
    } finally {
      // Do not keep what was fetched beyond the windows.
      consumer.unsubscribe();
    }
    return done;
  }

  /**
   * Reads one record.
   *
   * @param offset within {@link #offsets}
   * @return null if no record has this offset
   * @throws org.apache.kafka.common.KafkaException if the brokers do not answer in time, or refuse
   */
  public ConsumerRecord<byte[], KeptValue> record(int partition, long offset) {
    List<ConsumerRecord<byte[], KeptValue>> found = new ArrayList<>(1);
    if (read(Map.of(partition, new OffsetWindow(offset, offset + 1)), found::add).isEmpty()) {
      throw new TimeoutException("the record was not read in time");
    }
    return found.isEmpty() ? null : found.get(0);
  }

  private void poll(
      Map<TopicPartition, OffsetWindow> open,
      java.util.function.Consumer<ConsumerRecord<byte[], KeptValue>> take) {
    try {
      for (ConsumerRecord<byte[], KeptValue> each : consumer.poll(POLL)) {
        OffsetWindow window = open.get(new TopicPartition(each.topic(), each.partition()));
        if (window != null && window.has(each.offset())) {
          take.accept(each);
        }
      }
    } catch (OffsetOutOfRangeException removed) {
      skip(removed.offsetOutOfRangePartitions().keySet(), open);
    }
  }

  /** Continues behind records that retention has removed meanwhile. */
  private void skip(Set<TopicPartition> partitions, Map<TopicPartition, OffsetWindow> open) {
    Map<TopicPartition, Long> begins = consumer.beginningOffsets(partitions, left());
    for (TopicPartition each : partitions) {
      long begin = begins.get(each);
      // A topic that was created again may have no such offset yet.
      consumer.seek(each, begin > open.get(each).from() ? begin : open.get(each).to());
    }
  }

  private List<TopicPartition> finished(Map<TopicPartition, OffsetWindow> open) {
    List<TopicPartition> finished = new ArrayList<>();
    open.forEach(
        (partition, window) -> {
          if (position(partition) >= window.to()) {
            finished.add(partition);
          }
        });
    return finished;
  }

  /** The position passes offsets without a record. */
  private long position(TopicPartition partition) {
    try {
      return consumer.position(partition, POLL);
    } catch (TimeoutException unknown) {
      return -1;
    }
  }

  private Duration left() {
    return Duration.ofNanos(Math.max(1_000_000, until - System.nanoTime()));
  }

  @Override
  public void close() {
    consumer.close(CloseOptions.timeout(CLOSE));
  }
}
