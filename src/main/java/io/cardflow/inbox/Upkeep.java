package io.cardflow.inbox;

import io.cardflow.domain.InboundPartition;
import io.cardflow.store.Progress;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;

/** What a lane does while there is nothing to decide. */
final class Upkeep {

  private static final Duration SILENCE = Duration.ofSeconds(5);

  private final TopicNames topics;
  private final Consumer<byte[], byte[]> consumer;
  private final Settlement settlement;
  private long lastAnswer = System.nanoTime();

  Upkeep(TopicNames topics, Consumer<byte[], byte[]> consumer, Settlement settlement) {
    this.topics = topics;
    this.consumer = consumer;
    this.settlement = settlement;
  }

  /** The broker has answered. */
  void answered() {
    lastAnswer = System.nanoTime();
  }

  /**
   * Once around. It fails where the broker has long been silent and does not answer now: a poll
   * tells nothing of that, it brings nothing, as on a quiet topic.
   */
  void run(Ownership ownership) {
    if (System.nanoTime() - lastAnswer > SILENCE.toNanos()) {
      consumer.committed(consumer.assignment());
      answered();
    }
    pass(ownership);
  }

  /**
   * Notes what was published, and passes what is no record, such as the end of a transaction.
   * PostgreSQL is told first that nothing up to there is left to decide, and only afterwards that
   * it is published, as with any batch.
   */
  private void pass(Ownership ownership) {
    Map<InboundPartition, Progress> notes = new TreeMap<>();
    Map<TopicPartition, OffsetAndMetadata> offsets = new TreeMap<>(Settlement.BY_NAME);
    Map<InboundPartition, Long> passed = new TreeMap<>();
    for (InboundPartition partition : ownership.partitions()) {
      if (ownership.isHalted(partition)) {
        continue;
      }
      Progress known = ownership.of(partition);
      TopicPartition kafka = topics.kafka(partition);
      long position = consumer.position(kafka);
      if (position > known.next()) {
        offsets.put(kafka, new OffsetAndMetadata(position));
        passed.put(partition, position);
        notes.put(partition, new Progress(position, known.published(), known.epoch()));
      } else if (settlement.isUnnoted(partition, known)) {
        notes.put(partition, known);
      }
    }
    if (!notes.isEmpty()) {
      settlement.note(notes);
    }
    if (!offsets.isEmpty()) {
      consumer.commitSync(offsets);
      ownership.published(passed);
    }
  }
}
