package io.cardflow.inbox;

import io.cardflow.domain.InboundPartition;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.TopicPartition;

/**
 * The records of one portion that is published again. Each partition is read alone, with its own
 * budget of bytes: the first record is always read, however large it is.
 */
final class InDoubtRecords {

  private static final Duration POLL = Duration.ofMillis(200);
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final TopicNames topics;
  private final Consumer<byte[], InboundValue> consumer;
  private final ReadBudget budget;
  private final Map<InboundPartition, SortedMap<Long, ConsumerRecord<byte[], InboundValue>>>
      records = new TreeMap<>();
  private final Map<InboundPartition, Long> ends = new TreeMap<>();

  InDoubtRecords(TopicNames topics, Consumer<byte[], InboundValue> consumer, ReadBudget budget) {
    this.topics = topics;
    this.consumer = consumer;
    this.budget = budget;
  }

  /** The records of a partition by offset, as far as they fit into the budget. */
  SortedMap<Long, ConsumerRecord<byte[], InboundValue>> of(InboundPartition partition) {
    return records.get(partition);
  }

  /** The offset up to which a partition is read. */
  long end(InboundPartition partition) {
    return ends.get(partition);
  }

  /**
   * Reads a partition from one offset up to, but not including, another.
   *
   * @return false if the assignment changed in the meantime, or the lane is to stop
   * @throws IllegalStateException if the records do not arrive in time
   */
  boolean read(InboundPartition partition, long from, long to, Turn turn) {
    TopicPartition kafka = topics.kafka(partition);
    Set<TopicPartition> assignment = Set.copyOf(consumer.assignment());
    SortedMap<Long, ConsumerRecord<byte[], InboundValue>> read = new TreeMap<>();
    records.put(partition, read);
    consumer.seek(kafka, from);
    consumer.resume(Set.of(kafka));
    budget.renew();
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    long end = from;
    while (end < to) {
      if (turn.stopping()) {
        return false;
      }
      if (System.nanoTime() > deadline) {
        throw new IllegalStateException("records in doubt did not arrive in " + PATIENCE);
      }
      ConsumerRecords<byte[], InboundValue> polled = consumer.poll(POLL);
      turn.alive();
      if (!consumer.assignment().equals(assignment) || consumer.paused().contains(kafka)) {
        return false;
      }
      end = Math.min(to, consumer.position(kafka));
      for (ConsumerRecord<byte[], InboundValue> each : polled.records(kafka)) {
        if (each.offset() < to && RecordDecoder.isUnread(each)) {
          ends.put(partition, each.offset());
          consumer.pause(Set.of(kafka));
          return true;
        }
        if (each.offset() < to) {
          read.put(each.offset(), each);
        }
      }
    }
    ends.put(partition, to);
    consumer.pause(Set.of(kafka));
    return true;
  }
}
