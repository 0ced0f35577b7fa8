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

/** What a lane does beside deciding records. */
final class Upkeep {

  private static final Duration INTERVAL = Duration.ofSeconds(5);

  private final LaneParts parts;
  private final Consumer<byte[], InboundValue> consumer;
  private long lastAnswer = System.nanoTime();
  private long lastComparison = System.nanoTime();

  Upkeep(LaneParts parts, Consumer<byte[], InboundValue> consumer) {
    this.parts = parts;
    this.consumer = consumer;
  }

  /** The broker has answered. */
  void answered() {
    lastAnswer = System.nanoTime();
  }

  /** All progress was read just now. */
  void compared() {
    lastComparison = System.nanoTime();
  }

  /**
   * Compares the progress of all partitions with what this owner left there, every five seconds,
   * busy or idle: a database that was set back is noticed also where nothing is to be decided.
   *
   * @throws Fenced if a partition's progress is not what its owner left
   */
  void compare(Ownership ownership) {
    Collection<InboundPartition> partitions = ownership.working();
    if (partitions.isEmpty() || !isDue(lastComparison)) {
      return;
    }
    Map<InboundPartition, Progress> found = Waiting.on(parts.store().progress(partitions));
    for (InboundPartition partition : partitions) {
      Progress left = ownership.stored(partition);
      if (!left.equals(found.get(partition))) {
        throw new Fenced(
            partition + " has progress " + found.get(partition) + " instead of " + left);
      }
    }
    compared();
  }

  /**
   * Does what is due while there is nothing to decide. It fails where the broker has been silent
   * for five seconds and does not answer now: a poll does not show that, it returns nothing, as on
   * a quiet topic.
   */
  void idle(Ownership ownership) {
    if (isDue(lastAnswer)) {
      consumer.committed(consumer.assignment());
      answered();
    }
    pass(ownership);
  }

  /**
   * Notes what was published, and passes what is no record, such as the end of a transaction.
   * PostgreSQL stores first that nothing up to there is left to decide, and only afterwards that it
   * is published, as with any batch.
   */
  private void pass(Ownership ownership) {
    Map<InboundPartition, Advance> notes = new TreeMap<>();
    Map<TopicPartition, OffsetAndMetadata> offsets = new TreeMap<>(Settlement.BY_NAME);
    Map<InboundPartition, Long> passed = new TreeMap<>();
    for (InboundPartition partition : ownership.working()) {
      TopicPartition kafka = parts.topics().kafka(partition);
      long position = consumer.position(kafka);
      if (position > ownership.next(partition)) {
        offsets.put(kafka, new OffsetAndMetadata(position));
        passed.put(partition, position);
        notes.put(
            partition, ownership.advance(partition, position, ownership.stored(partition).unit()));
      } else if (ownership.isUnnoted(partition)) {
        notes.put(partition, ownership.note(partition));
      }
    }
    store(notes, ownership);
    if (!offsets.isEmpty()) {
      consumer.commitSync(offsets);
      ownership.published(passed);
    }
  }

  /**
   * Notes how far the partitions are published, for whoever takes them over next. It would find
   * that out without the note as well.
   */
  void note(Ownership ownership) {
    Map<InboundPartition, Advance> notes = new TreeMap<>();
    for (InboundPartition partition : ownership.working()) {
      if (ownership.isUnnoted(partition)) {
        notes.put(partition, ownership.note(partition));
      }
    }
    store(notes, ownership);
  }

  private void store(Map<InboundPartition, Advance> notes, Ownership ownership) {
    if (!notes.isEmpty()) {
      Waiting.on(parts.store().advance(notes));
      ownership.stored(notes);
    }
  }

  private static boolean isDue(long last) {
    return System.nanoTime() - last > INTERVAL.toNanos();
  }
}
