package io.cardflow.inbox;

import io.cardflow.domain.InboundPartition;
import io.cardflow.store.Advance;
import io.cardflow.store.Progress;
import java.time.Duration;
import java.util.Collection;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;

/** A lane's periodic tasks besides deciding records. */
final class PeriodicTasks {

  private static final Duration INTERVAL = Duration.ofSeconds(5);

  private final LaneParts parts;
  private final Consumer<byte[], InboundValue> consumer;
  private long lastAnswer = System.nanoTime();
  private long lastComparison = System.nanoTime();

  PeriodicTasks(LaneParts parts, Consumer<byte[], InboundValue> consumer) {
    this.parts = parts;
    this.consumer = consumer;
  }

  /** Records that the broker answered. */
  void answered() {
    lastAnswer = System.nanoTime();
  }

  /** Records that the progress of all partitions was compared. */
  void compared() {
    lastComparison = System.nanoTime();
  }

  /**
   * Compares the progress of all partitions with what this owner wrote, every five seconds, busy or
   * idle: a restored database is noticed even if no record arrives.
   *
   * @throws Fenced if a partition's progress differs from what its owner wrote
   */
  void compare(AssignedPartitions assigned) {
    Collection<InboundPartition> partitions = assigned.working();
    if (partitions.isEmpty() || !isDue(lastComparison)) {
      return;
    }
    Map<InboundPartition, Progress> found = Futures.await(parts.store().progress(partitions));
    for (InboundPartition partition : partitions) {
      Progress left = assigned.stored(partition);
      if (!left.equals(found.get(partition))) {
        throw new Fenced(
            partition + " has progress " + found.get(partition) + " instead of " + left);
      }
    }
    compared();
  }

  /**
   * Runs the tasks that are due while there is nothing to decide. Fails if the broker was silent
   * for five seconds and does not answer now: a poll does not show that, since it returns no
   * records, as on a quiet topic.
   */
  void idle(AssignedPartitions assigned) {
    if (isDue(lastAnswer)) {
      consumer.committed(consumer.assignment());
      answered();
    }
    pass(assigned);
  }

  /**
   * Stores published offsets, and skips offsets that are not records, such as transaction markers.
   * As with any batch, PostgreSQL first stores them as decided, and only afterwards as published.
   */
  private void pass(AssignedPartitions assigned) {
    Map<InboundPartition, Advance> notes = new TreeMap<>();
    Map<TopicPartition, OffsetAndMetadata> offsets = new TreeMap<>(PartitionTakeover.BY_NAME);
    Map<InboundPartition, Long> passed = new TreeMap<>();
    for (InboundPartition partition : assigned.working()) {
      TopicPartition kafka = parts.topics().kafka(partition);
      long position = consumer.position(kafka);
      if (position > assigned.next(partition)) {
        offsets.put(kafka, new OffsetAndMetadata(position));
        passed.put(partition, position);
        notes.put(
            partition, assigned.advance(partition, position, assigned.stored(partition).unit()));
      } else if (assigned.isUnnoted(partition)) {
        notes.put(partition, assigned.note(partition));
      }
    }
    store(notes, assigned);
    if (!offsets.isEmpty()) {
      consumer.commitSync(offsets);
      assigned.published(passed);
    }
  }

  /**
   * Stores the published offsets of the partitions. This only saves work for the next owner, which
   * could also determine them in another way.
   */
  void note(AssignedPartitions assigned) {
    Map<InboundPartition, Advance> notes = new TreeMap<>();
    for (InboundPartition partition : assigned.working()) {
      if (assigned.isUnnoted(partition)) {
        notes.put(partition, assigned.note(partition));
      }
    }
    store(notes, assigned);
  }

  private void store(Map<InboundPartition, Advance> notes, AssignedPartitions assigned) {
    if (!notes.isEmpty()) {
      Futures.await(parts.store().advance(notes));
      assigned.stored(notes);
    }
  }

  private static boolean isDue(long last) {
    return System.nanoTime() - last > INTERVAL.toNanos();
  }
}
