package io.cardflow.inbox;

import io.cardflow.domain.InboundPartition;
import io.cardflow.domain.InboundTopic;
import io.cardflow.store.Claim;
import io.cardflow.store.ClosureReason;
import io.cardflow.store.Progress;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.jboss.logging.Logger;

/**
 * The one road to work, after a start, a rebalance, a crash and any fault alike: take the
 * partitions over, compare how far Kafka and PostgreSQL are, and publish what is decided but not
 * published.
 */
final class Settlement {

  /** An order for maps of partitions; Kafka's own type has none. */
  static final Comparator<TopicPartition> BY_NAME =
      Comparator.comparing(TopicPartition::topic).thenComparing(TopicPartition::partition);

  private static final Logger LOG = Logger.getLogger(Settlement.class);

  private final LaneParts parts;
  private final Consumer<byte[], InboundValue> consumer;
  private final Publisher publisher;
  private final int partitions;
  private final Republication republication;
  private final Map<Integer, HaltReason> logged = new HashMap<>();
  private final Set<InboundPartition> republished = new HashSet<>();

  Settlement(
      LaneParts parts,
      Consumer<byte[], InboundValue> consumer,
      Publisher publisher,
      Republication republication,
      int partitions) {
    this.parts = parts;
    this.consumer = consumer;
    this.publisher = publisher;
    this.republication = republication;
    this.partitions = partitions;
  }

  /**
   * Keeps the client from reading. Each partition gets a position that is never read from, or the
   * client would look for one and fail where none was ever committed.
   */
  static void hold(Consumer<byte[], InboundValue> consumer) {
    Set<TopicPartition> assigned = consumer.assignment();
    consumer.pause(assigned);
    assigned.forEach(each -> consumer.seek(each, 0));
  }

  /**
   * Settles all partitions that the consumer is assigned.
   *
   * @param ownership filled with what is owned and what is halted
   * @return false if the assignment changed on the way, or a stop was asked for
   * @throws RuntimeException if Kafka or PostgreSQL cannot be asked
   */
  boolean settle(Ownership ownership, ConsumerGroupMetadata group, Turn turn) {
    ownership.clear();
    return settle(consumer.assignment(), ownership, group, turn);
  }

  /** Settles the partitions of one number; nothing is read from the others meanwhile. */
  boolean settle(int number, Ownership ownership, ConsumerGroupMetadata group, Turn turn) {
    ownership.clear(number);
    Set<TopicPartition> both =
        consumer.assignment().stream()
            .filter(each -> each.partition() == number)
            .collect(Collectors.toSet());
    return settle(both, ownership, group, turn);
  }

  private boolean settle(
      Set<TopicPartition> which, Ownership ownership, ConsumerGroupMetadata group, Turn turn) {
    republished.clear();
    if (which.isEmpty()) {
      return true;
    }
    Set<TopicPartition> assigned = Set.copyOf(consumer.assignment());
    consumer.pause(assigned);
    requireSameCount();
    publisher.open();
    Map<TopicPartition, OffsetAndMetadata> committed = committed(which);
    Map<TopicPartition, Long> begins = consumer.beginningOffsets(which);
    takeOver(committed, begins, which, ownership);
    // Read behind the takeover: before it, a former owner may still have advanced.
    Map<TopicPartition, Long> ends = consumer.endOffsets(which);
    turn.alive();
    SortedMap<InboundPartition, Long> inDoubt = compare(committed, begins, ends, which, ownership);
    if (!inDoubt.isEmpty()) {
      if (!republication.run(inDoubt, ownership, group, turn, this::halt)) {
        return false;
      }
      inDoubt.keySet().stream().filter(each -> !ownership.isHalted(each)).forEach(republished::add);
    }
    if (!consumer.assignment().equals(assigned)) {
      return false;
    }
    resume(which, ownership);
    return true;
  }

  private void resume(Set<TopicPartition> which, Ownership ownership) {
    for (TopicPartition each : which) {
      InboundPartition partition = parts.topics().inbound(each);
      if (!ownership.isHalted(partition)) {
        consumer.seek(each, ownership.next(partition));
      }
    }
    for (InboundPartition partition : ownership.working()) {
      consumer.resume(Set.of(parts.topics().kafka(partition)));
    }
  }

  /** Logs the numbers that were halted and work again. */
  void logResumed(Ownership ownership) {
    for (InboundPartition each : ownership.working()) {
      if (logged.remove(each.number()) != null) {
        LOG.infof("inbox resumed partition=%d", each.number());
      }
    }
  }

  /** Whether Kafka had committed a batch up to its ends when the partitions were settled. */
  boolean hadPublished(Map<InboundPartition, OffsetAndMetadata> ends, Ownership ownership) {
    return ends.entrySet().stream()
        .allMatch(
            each ->
                ownership.stored(each.getKey()) != null
                    && ownership.next(each.getKey()) >= each.getValue().offset()
                    && !republished.contains(each.getKey()));
  }

  private void requireSameCount() {
    for (String topic : parts.topics().inbound()) {
      int now = consumer.partitionsFor(topic).size();
      if (now != partitions) {
        throw new IllegalStateException(
            "%s has %d partitions now and had %d when this replica started: start it again"
                .formatted(topic, now, partitions));
      }
    }
  }

  /** The group's offsets; null for a partition without one. Fails where this is no member. */
  private Map<TopicPartition, OffsetAndMetadata> committed(Set<TopicPartition> which) {
    Map<TopicPartition, OffsetAndMetadata> committed = consumer.committed(which);
    Map<TopicPartition, OffsetAndMetadata> same = new HashMap<>();
    committed.forEach(
        (partition, offset) -> {
          if (offset != null) {
            same.put(partition, offset);
          }
        });
    // Committing what is committed changes nothing, but fails where this is no member any more.
    consumer.commitSync(same);
    return committed;
  }

  private void takeOver(
      Map<TopicPartition, OffsetAndMetadata> committed,
      Map<TopicPartition, Long> begins,
      Set<TopicPartition> which,
      Ownership ownership) {
    SortedMap<InboundPartition, Claim> claims = new TreeMap<>();
    for (TopicPartition each : which) {
      Standing before = new Standing(offset(committed.get(each)), begins.get(each), Long.MAX_VALUE);
      claims.put(parts.topics().inbound(each), new Claim(partitions, before.start()));
    }
    ownership.own(Waiting.on(parts.store().takeOver(claims, UUID.randomUUID())));
  }

  /**
   * The group's offsets of the partitions in doubt; partitions on which Kafka and PostgreSQL
   * contradict each other halt.
   */
  private SortedMap<InboundPartition, Long> compare(
      Map<TopicPartition, OffsetAndMetadata> committed,
      Map<TopicPartition, Long> begins,
      Map<TopicPartition, Long> ends,
      Set<TopicPartition> which,
      Ownership ownership) {
    SortedMap<InboundPartition, Long> inDoubt = new TreeMap<>();
    Map<TopicPartition, OffsetAndMetadata> first = new HashMap<>();
    for (TopicPartition each : which) {
      InboundPartition partition = parts.topics().inbound(each);
      Long consumed = offset(committed.get(each));
      Progress progress = ownership.stored(partition);
      Halt halt = new Standing(consumed, begins.get(each), ends.get(each)).contradiction(progress);
      if (halt != null) {
        halt(partition, halt, ownership);
      } else if (consumed == null) {
        first.put(each, new OffsetAndMetadata(progress.next()));
      } else if (consumed < progress.next()) {
        inDoubt.put(partition, consumed);
      } else {
        ownership.published(Map.of(partition, progress.next()));
      }
    }
    if (!first.isEmpty()) {
      consumer.commitSync(first);
    }
    inDoubt.keySet().removeIf(ownership::isHalted);
    return inDoubt;
  }

  /**
   * Halts a partition. Where PostgreSQL has lost commits, claims of order batches may be among
   * them, and cards would be ordered a second time: ordering is closed before anything else.
   */
  private void halt(InboundPartition partition, Halt halt, Ownership ownership) {
    if (halt.reason().meansLostCommits()) {
      Waiting.on(parts.closures().close(ClosureReason.LOST_COMMITS, halt.detail()));
    }
    ownership.halt(partition.number(), halt);
    if (logged.put(partition.number(), halt.reason()) != halt.reason()) {
      LOG.errorf(
          "inbox halted topic=%s partition=%d reason=%s cause=%s",
          parts.topics().name(partition.topic()), partition.number(), halt.reason(), halt.detail());
    }
  }

  /** Halts a number that failed alone. */
  void halt(int number, Halt halt, Ownership ownership) {
    halt(new InboundPartition(InboundTopic.COMMANDS, number), halt, ownership);
    consumer.pause(
        consumer.assignment().stream().filter(each -> each.partition() == number).toList());
  }

  private static Long offset(OffsetAndMetadata committed) {
    return committed == null ? null : committed.offset();
  }
}
