package io.cardflow.inbox;

import io.cardflow.domain.InboundPartition;
import io.cardflow.domain.InboundTopic;
import io.cardflow.inbox.JournalReplay.Found;
import io.cardflow.store.Advance;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.jboss.logging.Logger;

/**
 * Publishes what is decided but not known to be published, in portions that fit the memory and the
 * transaction timeout. Each portion is a prefix of the order in which the records of one partition
 * number were decided: any other cut could publish a card's version 6 before its version 5, since
 * its records come from two topics.
 */
final class InDoubtPublisher {

  /** Halts a partition on which something cannot be published again. */
  interface Halting {
    void halt(InboundPartition partition, Halt halt, AssignedPartitions assigned);
  }

  private static final Logger LOG = Logger.getLogger(InDoubtPublisher.class);
  private static final Duration POLL = Duration.ofMillis(200);
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final LaneParts parts;
  private final Consumer<byte[], InboundValue> consumer;
  private final TransactionalPublisher publisher;
  private final RecordDecoder decoder;
  private final ReadBudget budget;
  private final JournalReplay journal;

  /**
   * The maximum number of records in a portion. Each failure halves it, because a transaction may
   * be too slow for its timeout; it is reset when everything is published.
   */
  private int most;

  InDoubtPublisher(
      LaneParts parts,
      Consumer<byte[], InboundValue> consumer,
      TransactionalPublisher publisher,
      RecordDecoder decoder,
      ReadBudget budget) {
    this.parts = parts;
    this.consumer = consumer;
    this.publisher = publisher;
    this.decoder = decoder;
    this.budget = budget;
    this.journal = new JournalReplay(parts.store(), parts.topics());
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
    Optional<Read> complete = read(from, assigned, turn);
    if (complete.isEmpty()) {
      return false;
    }
    Read read = complete.get();
    List<Found> prefix = prefix(read);
    OutboundBatch outbound = recall(prefix);
    Map<InboundPartition, Long> ends = ends(from, read, prefix, assigned);
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

  /** Records of one number, each partition's from its first offset in doubt. */
  private record Read(List<Received> records, Set<InboundPartition> whole) {}

  /**
   * Reads records of each partition until a portion is complete or none is left.
   *
   * @return empty if the assignment changed in the meantime, or the lane is to stop
   */
  private Optional<Read> read(
      SortedMap<InboundPartition, Long> from, AssignedPartitions assigned, Turn turn) {
    Set<TopicPartition> assignment = Set.copyOf(consumer.assignment());
    List<TopicPartition> wanted = from.keySet().stream().map(parts.topics()::kafka).toList();
    from.forEach((partition, offset) -> consumer.seek(parts.topics().kafka(partition), offset));
    consumer.resume(wanted);
    budget.renew();
    Map<InboundPartition, List<Received>> records = new TreeMap<>();
    from.keySet().forEach(each -> records.put(each, new ArrayList<>()));
    Set<InboundPartition> cut = new HashSet<>();
    Set<InboundPartition> whole = new HashSet<>();
    long until = System.nanoTime() + PATIENCE.toNanos();
    while (!isEnough(records, cut, whole)) {
      if (turn.stopping()) {
        return Optional.empty();
      }
      if (System.nanoTime() > until) {
        throw new IllegalStateException("records in doubt did not arrive in " + PATIENCE);
      }
      ConsumerRecords<byte[], InboundValue> polled = consumer.poll(POLL);
      turn.alive();
      if (!consumer.assignment().equals(assignment) || consumer.paused().containsAll(wanted)) {
        return Optional.empty();
      }
      take(polled, records, cut, assigned);
      for (InboundPartition each : from.keySet()) {
        if (!cut.contains(each)
            && consumer.position(parts.topics().kafka(each)) >= assigned.next(each)) {
          whole.add(each);
        }
      }
      readEmptyOnesAlone(from, records, cut);
    }
    consumer.pause(wanted);
    return Optional.of(new Read(records.values().stream().flatMap(List::stream).toList(), whole));
  }

  private void take(
      ConsumerRecords<byte[], InboundValue> polled,
      Map<InboundPartition, List<Received>> records,
      Set<InboundPartition> cut,
      AssignedPartitions assigned) {
    for (ConsumerRecord<byte[], InboundValue> each : polled) {
      InboundPartition partition =
          parts.topics().inbound(new TopicPartition(each.topic(), each.partition()));
      List<Received> before = records.get(partition);
      if (before == null || cut.contains(partition) || each.offset() >= assigned.next(partition)) {
        continue;
      }
      if (RecordDecoder.isUnread(each) || before.size() >= most) {
        cut.add(partition);
      } else {
        before.add(decoder.read(each));
      }
    }
  }

  /**
   * Reads a partition alone if the other partitions' records used up the budget before its first
   * record: without a record of each partition the order is unknown.
   */
  private void readEmptyOnesAlone(
      SortedMap<InboundPartition, Long> from,
      Map<InboundPartition, List<Received>> records,
      Set<InboundPartition> cut) {
    List<InboundPartition> unread =
        cut.stream().filter(each -> records.get(each).isEmpty()).toList();
    if (unread.isEmpty()) {
      return;
    }
    cut.addAll(from.keySet());
    for (InboundPartition each : from.keySet()) {
      TopicPartition kafka = parts.topics().kafka(each);
      if (unread.contains(each)) {
        cut.remove(each);
        consumer.seek(kafka, from.get(each));
      } else {
        consumer.pause(Set.of(kafka));
      }
    }
    budget.renew();
  }

  /** Whether a portion is complete: each partition has a record or is read to its end. */
  private boolean isEnough(
      Map<InboundPartition, List<Received>> records,
      Set<InboundPartition> cut,
      Set<InboundPartition> whole) {
    int read = records.values().stream().mapToInt(List::size).sum();
    return records.entrySet().stream()
            .allMatch(each -> whole.contains(each.getKey()) || !each.getValue().isEmpty())
        && (whole.size() == records.size() || read >= most || !cut.isEmpty());
  }

  /** The records decided before any record that is not read yet, in the order of the decisions. */
  private List<Found> prefix(Read read) {
    List<Found> found;
    try {
      found = journal.find(read.records());
    } catch (JournalGap gap) {
      InboundPartition partition = gap.position().partition();
      throw new Halted(
          partition,
          HaltReason.JOURNAL_GAP.with(
              Map.of(
                  "topic",
                  parts.topics().name(partition.topic()),
                  "offset",
                  gap.position().offset())));
    }
    Map<InboundPartition, Found> lasts = new HashMap<>();
    found.forEach(each -> lasts.put(each.received().position().partition(), each));
    lasts.keySet().removeAll(read.whole());
    Found limit = lasts.values().stream().min(Found::compareTo).orElse(null);
    return found.stream()
        .filter(each -> limit == null || each.compareTo(limit) <= 0)
        .sorted()
        .toList();
  }

  private OutboundBatch recall(List<Found> prefix) {
    try {
      return journal.recall(prefix);
    } catch (RuntimeException | AssertionError | StackOverflowError error) {
      parts.meters().internalError();
      LOG.error("replay failed", Redacted.of(error));
      throw new Halted(HaltReason.REPLAY_FAILED.with(Map.of("error", error.getClass().getName())));
    }
  }

  private Map<InboundPartition, Long> ends(
      SortedMap<InboundPartition, Long> from,
      Read read,
      List<Found> prefix,
      AssignedPartitions assigned) {
    Map<InboundPartition, Integer> left = new HashMap<>();
    read.records().forEach(each -> left.merge(each.position().partition(), 1, Integer::sum));
    Map<InboundPartition, Long> ends = new TreeMap<>();
    for (Found each : prefix) {
      InboundPartition partition = each.received().position().partition();
      ends.merge(partition, each.received().position().offset() + 1, Math::max);
      left.merge(partition, -1, Integer::sum);
    }
    for (InboundPartition each : from.keySet()) {
      if (read.whole().contains(each) && left.getOrDefault(each, 0) == 0) {
        ends.put(each, assigned.next(each));
      }
    }
    return ends;
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
