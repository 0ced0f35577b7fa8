package io.cardflow.inbox;

import io.cardflow.domain.InboundPartition;
import io.cardflow.domain.InboundTopic;
import io.cardflow.store.Advance;
import io.cardflow.store.JournalPortion;
import io.cardflow.store.JournalPortion.Indexed;
import io.cardflow.store.OffsetRange;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.jboss.logging.Logger;

/**
 * Publishes what is decided but not known to be published, unit of work by unit of work as the
 * journal has them, in portions that fit the memory and the transaction timeout. Each portion is a
 * prefix of the order in which the records of one partition number were decided: any other cut
 * could publish a card's version 6 before its version 5, since its records come from two topics.
 *
 * <p>The records are read from their topics as well: dead letters and forwarded records need them,
 * and a record without an entry in the journal shows that the journal is incomplete.
 */
final class InDoubtPublisher {

  /** Halts a partition on which something cannot be published again. */
  interface Halting {
    void halt(InboundPartition partition, Halt halt, AssignedPartitions assigned);
  }

  private static final Logger LOG = Logger.getLogger(InDoubtPublisher.class);

  private final LaneParts parts;
  private final Consumer<byte[], InboundValue> consumer;
  private final TransactionalPublisher publisher;
  private final HomePartition home;
  private final ReadBudget budget;

  /**
   * The maximum number of records in a portion. Each failure halves it, because a transaction may
   * be too slow for its timeout; it is reset when everything is published.
   */
  private int most;

  InDoubtPublisher(
      LaneParts parts,
      Consumer<byte[], InboundValue> consumer,
      TransactionalPublisher publisher,
      HomePartition home,
      ReadBudget budget) {
    this.parts = parts;
    this.consumer = consumer;
    this.publisher = publisher;
    this.home = home;
    this.budget = budget;
    this.most = parts.clients().batchSize();
  }

  /**
   * Publishes the results that are in doubt.
   *
   * @param inDoubt the group's offset of each partition that has decided more
   * @param assigned is updated with the published offsets
   * @return false if the assignment changed in the meantime, or the lane is to stop
   */
  boolean run(
      SortedMap<InboundPartition, Long> inDoubt,
      AssignedPartitions assigned,
      ConsumerGroupMetadata group,
      Turn turn,
      Halting halting) {
    Set<Integer> numbers = new TreeSet<>();
    inDoubt.keySet().forEach(each -> numbers.add(each.number()));
    for (int number : numbers) {
      SortedMap<InboundPartition, Long> from = new TreeMap<>(inDoubt);
      from.keySet().removeIf(each -> each.number() != number);
      try {
        while (!from.isEmpty()) {
          if (!portion(from, assigned, group, turn)) {
            return false;
          }
        }
      } catch (Halted halted) {
        InboundPartition partition =
            halted.partition == null
                ? new InboundPartition(InboundTopic.COMMANDS, number)
                : halted.partition;
        halting.halt(partition, halted.halt, assigned);
      }
    }
    most = parts.clients().batchSize();
    return true;
  }

  /** Publishes one portion, and advances {@code from} past it. */
  private boolean portion(
      SortedMap<InboundPartition, Long> from,
      AssignedPartitions assigned,
      ConsumerGroupMetadata group,
      Turn turn) {
    Map<Integer, InboundPartition> logs = new HashMap<>();
    Map<Integer, OffsetRange> ranges = new HashMap<>();
    from.forEach(
        (partition, offset) -> {
          int log = assigned.stored(partition).log();
          logs.put(log, partition);
          ranges.put(log, new OffsetRange(offset, assigned.next(partition)));
        });
    JournalPortion unit = Futures.await(parts.store().firstUnit(ranges));
    JournalReplay replay = new JournalReplay(parts.topics(), home, unit, logs);
    List<Indexed> wanted = replay.first(most);
    InDoubtRecords records = new InDoubtRecords(parts.topics(), consumer, budget);
    for (Map.Entry<InboundPartition, Long> each : ends(from, wanted, replay, assigned).entrySet()) {
      InboundPartition partition = each.getKey();
      if (!records.read(partition, from.get(partition), each.getValue(), turn)) {
        return false;
      }
      requireEntries(partition, records, replay, wanted);
    }
    List<Indexed> prefix =
        wanted.stream()
            .takeWhile(
                each -> each.entry().position().offset() < records.end(replay.partition(each)))
            .toList();
    Map<InboundPartition, Long> ends = ends(from, prefix, replay, assigned);
    OutboundBatch outbound = output(replay, prefix, records);
    Map<TopicPartition, OffsetAndMetadata> offsets = new HashMap<>();
    ends.forEach(
        (partition, end) ->
            offsets.put(parts.topics().kafka(partition), new OffsetAndMetadata(end)));
    publish(outbound, offsets, group);
    assigned.published(ends);
    parts.meters().published(outbound, Duration.ZERO);
    note(ends.keySet(), assigned);
    from.putAll(ends);
    from.entrySet().removeIf(each -> each.getValue() >= assigned.next(each.getKey()));
    LOG.infof("replay republished records=%d sent=%d", prefix.size(), outbound.records().size());
    return true;
  }

  /**
   * The offset after the last of these entries, for each of their partitions. If there is no entry,
   * no partition has a record left, but perhaps the markers of transactions.
   */
  private static Map<InboundPartition, Long> ends(
      SortedMap<InboundPartition, Long> from,
      List<Indexed> entries,
      JournalReplay replay,
      AssignedPartitions assigned) {
    Map<InboundPartition, Long> ends = new TreeMap<>();
    if (entries.isEmpty()) {
      from.keySet().forEach(each -> ends.put(each, assigned.next(each)));
    }
    for (Indexed each : entries) {
      ends.merge(replay.partition(each), each.entry().position().offset() + 1, Math::max);
    }
    return ends;
  }

  private void requireEntries(
      InboundPartition partition,
      InDoubtRecords records,
      JournalReplay replay,
      List<Indexed> entries) {
    Set<Long> journaled = new HashSet<>();
    for (Indexed each : entries) {
      if (replay.partition(each).equals(partition)) {
        journaled.add(each.entry().position().offset());
      }
    }
    for (long offset : records.of(partition).keySet()) {
      if (!journaled.contains(offset)) {
        throw new Halted(
            partition,
            HaltReason.JOURNAL_GAP.with(
                Map.of("topic", parts.topics().name(partition.topic()), "offset", offset)));
      }
    }
  }

  private OutboundBatch output(
      JournalReplay replay, List<Indexed> entries, InDoubtRecords records) {
    try {
      return replay.output(entries, records);
    } catch (RuntimeException | AssertionError | StackOverflowError error) {
      parts.meters().internalError();
      LOG.error("replay failed", Redacted.of(error));
      throw new Halted(HaltReason.REPLAY_FAILED.with(Map.of("error", error.getClass().getName())));
    }
  }

  private void publish(
      OutboundBatch outbound,
      Map<TopicPartition, OffsetAndMetadata> offsets,
      ConsumerGroupMetadata group) {
    try {
      publisher.open();
      publisher.publish(outbound.records(), offsets, group);
    } catch (OutputTooLarge tooLarge) {
      throw new Halted(
          HaltReason.OUTPUT_TOO_LARGE.with(
              Map.of("topic", tooLarge.topic(), "bytes", tooLarge.needed())));
    } catch (RuntimeException failed) {
      most = Math.max(1, most / 2);
      throw failed;
    }
  }

  private void note(Set<InboundPartition> partitions, AssignedPartitions assigned) {
    Map<InboundPartition, Advance> notes = new TreeMap<>();
    partitions.forEach(each -> notes.put(each, assigned.note(each)));
    Futures.await(parts.store().advance(notes));
    assigned.stored(notes);
  }

  /** Replay of a partition number failed permanently. */
  private static final class Halted extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final transient InboundPartition partition;
    private final transient Halt halt;

    Halted(Halt halt) {
      this(null, halt);
    }

    /**
     * @param partition the partition that the finding is about; null if it is about both topics'
     */
    Halted(InboundPartition partition, Halt halt) {
      super(halt.finding());
      this.partition = partition;
      this.halt = halt;
    }
  }
}
