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
 * The same procedure after startup, a rebalance, a crash or any fault: take the partitions over,
 * compare the offsets of Kafka and PostgreSQL, and publish what is decided but not published.
 */
final class PartitionTakeover {

  /** An order for partitions in maps; Kafka's own type has none. */
  static final Comparator<TopicPartition> BY_NAME =
      Comparator.comparing(TopicPartition::topic).thenComparing(TopicPartition::partition);

  private static final Logger LOG = Logger.getLogger(PartitionTakeover.class);

  private final LaneParts parts;
  private final Consumer<byte[], InboundValue> consumer;
  private final TransactionalPublisher publisher;
  private final int partitions;
  private final InDoubtPublisher inDoubtPublisher;
  private final Map<Integer, HaltReason> logged = new HashMap<>();
  private final Map<Integer, Halt> found = new TreeMap<>();
  private final Set<InboundPartition> republished = new HashSet<>();

  PartitionTakeover(
      LaneParts parts,
      Consumer<byte[], InboundValue> consumer,
      TransactionalPublisher publisher,
      InDoubtPublisher inDoubtPublisher,
      int partitions) {
    this.parts = parts;
    this.consumer = consumer;
    this.publisher = publisher;
    this.inDoubtPublisher = inDoubtPublisher;
    this.partitions = partitions;
  }

  /**
   * Keeps the client from reading. Each partition gets a position that is never used, since the
   * client would otherwise look for the committed one and fail where there is none.
   */
  static void hold(Consumer<byte[], InboundValue> consumer) {
    Set<TopicPartition> assignment = consumer.assignment();
    consumer.pause(assignment);
    assignment.forEach(each -> consumer.seek(each, 0));
  }

  /**
   * Takes over all partitions assigned to the consumer.
   *
   * @throws RuntimeException if Kafka or PostgreSQL fails or does not answer
   */
  TakeoverResult takeOver(ConsumerGroupMetadata group, Turn turn) {
    return takeOver(consumer.assignment(), group, turn);
  }

  /** Takes over the partitions of one number; no other partition is read in the meantime. */
  TakeoverResult takeOver(int number, ConsumerGroupMetadata group, Turn turn) {
    Set<TopicPartition> both =
        consumer.assignment().stream()
            .filter(each -> each.partition() == number)
            .collect(Collectors.toSet());
    return takeOver(both, group, turn);
  }

  private TakeoverResult takeOver(
      Set<TopicPartition> which, ConsumerGroupMetadata group, Turn turn) {
    republished.clear();
    found.clear();
    AssignedPartitions taken = new AssignedPartitions();
    if (which.isEmpty()) {
      return new TakeoverResult.Completed(taken);
    }
    Set<TopicPartition> assignment = Set.copyOf(consumer.assignment());
    consumer.pause(assignment);
    requireSameCount();
    publisher.open();
    Map<TopicPartition, OffsetAndMetadata> committed = committed(which);
    Map<TopicPartition, Long> begins = consumer.beginningOffsets(which);
    Map<InboundTopic, UUID> topicIds = TopicIds.of(parts.clients(), parts.topics());
    taken.own(claim(committed, begins, topicIds, which));
    // Read after the claim: before it, a former owner may still advance.
    Map<TopicPartition, Long> ends = consumer.endOffsets(which);
    turn.alive();
    SortedMap<InboundPartition, Long> inDoubt =
        compare(committed, begins, ends, topicIds, which, taken);
    if (!inDoubt.isEmpty()) {
      if (!inDoubtPublisher.run(inDoubt, taken, group, turn, this::halt)) {
        return new TakeoverResult.Interrupted();
      }
      inDoubt.keySet().stream().filter(each -> !taken.isHalted(each)).forEach(republished::add);
    }
    if (!consumer.assignment().equals(assignment)) {
      return new TakeoverResult.Interrupted();
    }
    resume(taken);
    return new TakeoverResult.Completed(taken);
  }

  private void resume(AssignedPartitions taken) {
    for (InboundPartition partition : taken.working()) {
      TopicPartition kafka = parts.topics().kafka(partition);
      consumer.seek(kafka, taken.next(partition));
      consumer.resume(Set.of(kafka));
    }
  }

  /** Logs the halted numbers that work again. */
  void logResumed(AssignedPartitions assigned) {
    for (InboundPartition each : assigned.working()) {
      if (logged.remove(each.number()) != null) {
        LOG.infof("partition resumed partition=%d", each.number());
      }
    }
  }

  /** The halts that the last takeover found, even if it failed afterwards. */
  Map<Integer, Halt> found() {
    return Map.copyOf(found);
  }

  /** Whether Kafka had committed the whole batch when the partitions were taken over. */
  boolean hadPublished(Map<InboundPartition, OffsetAndMetadata> ends, AssignedPartitions assigned) {
    return ends.entrySet().stream()
        .allMatch(
            each ->
                assigned.stored(each.getKey()) != null
                    && assigned.next(each.getKey()) >= each.getValue().offset()
                    && !republished.contains(each.getKey()));
  }

  private void requireSameCount() {
    for (String topic : parts.topics().inbound()) {
      int now = consumer.partitionsFor(topic).size();
      if (now != partitions) {
        throw new IllegalStateException(
            "%s has %d partitions now and had %d when this replica started: restart it"
                .formatted(topic, now, partitions));
      }
    }
  }

  /** The group's offsets; null for a partition without one. Fails if this is not a member. */
  private Map<TopicPartition, OffsetAndMetadata> committed(Set<TopicPartition> which) {
    Map<TopicPartition, OffsetAndMetadata> committed = consumer.committed(which);
    Map<TopicPartition, OffsetAndMetadata> same = new HashMap<>();
    committed.forEach(
        (partition, offset) -> {
          if (offset != null) {
            same.put(partition, offset);
          }
        });
    // Committing the same offsets again changes nothing, but fails if this is no longer a member.
    consumer.commitSync(same);
    return committed;
  }

  private Map<InboundPartition, Progress> claim(
      Map<TopicPartition, OffsetAndMetadata> committed,
      Map<TopicPartition, Long> begins,
      Map<InboundTopic, UUID> topicIds,
      Set<TopicPartition> which) {
    SortedMap<InboundPartition, Claim> claims = new TreeMap<>();
    for (TopicPartition each : which) {
      InboundPartition partition = parts.topics().inbound(each);
      UUID topicId = topicIds.get(partition.topic());
      GroupPosition before =
          new GroupPosition(offset(committed.get(each)), begins.get(each), Long.MAX_VALUE, topicId);
      claims.put(partition, new Claim(partitions, before.start(), topicId));
    }
    return Futures.await(parts.store().takeOver(claims, UUID.randomUUID()));
  }

  /**
   * The group's offsets of the partitions in doubt; halts partitions on which Kafka and PostgreSQL
   * contradict each other.
   */
  private SortedMap<InboundPartition, Long> compare(
      Map<TopicPartition, OffsetAndMetadata> committed,
      Map<TopicPartition, Long> begins,
      Map<TopicPartition, Long> ends,
      Map<InboundTopic, UUID> topicIds,
      Set<TopicPartition> which,
      AssignedPartitions taken) {
    SortedMap<InboundPartition, Long> inDoubt = new TreeMap<>();
    Map<TopicPartition, OffsetAndMetadata> first = new HashMap<>();
    for (TopicPartition each : which) {
      InboundPartition partition = parts.topics().inbound(each);
      Long consumed = offset(committed.get(each));
      Progress progress = taken.stored(partition);
      Halt halt =
          new GroupPosition(
                  consumed, begins.get(each), ends.get(each), topicIds.get(partition.topic()))
              .contradiction(progress);
      if (halt != null) {
        halt(partition, halt, taken);
      } else if (consumed == null) {
        first.put(each, new OffsetAndMetadata(progress.next()));
      } else if (consumed < progress.next()) {
        inDoubt.put(partition, consumed);
      } else {
        taken.published(Map.of(partition, progress.next()));
      }
    }
    if (!first.isEmpty()) {
      consumer.commitSync(first);
    }
    inDoubt.keySet().removeIf(taken::isHalted);
    return inDoubt;
  }

  /**
   * Halts a partition. If PostgreSQL has lost commits, these may include claims of order batches,
   * and cards would be ordered a second time: ordering is closed first.
   */
  private void halt(InboundPartition partition, Halt halt, AssignedPartitions taken) {
    if (halt.reason().meansLostCommits()) {
      Futures.await(parts.closures().close(ClosureReason.LOST_COMMITS, halt.detail()));
    }
    taken.halt(partition.number(), halt);
    found.put(partition.number(), halt);
    if (logged.put(partition.number(), halt.reason()) != halt.reason()) {
      LOG.errorf(
          "partition halted topic=%s partition=%d reason=%s finding=\"%s\" remedy=\"%s\"",
          parts.topics().name(partition.topic()),
          partition.number(),
          halt.reason(),
          halt.finding(),
          halt.remedy());
    }
  }

  /** Halts a number that failed alone. */
  void halt(int number, Halt halt, AssignedPartitions assigned) {
    halt(new InboundPartition(InboundTopic.COMMANDS, number), halt, assigned);
    consumer.pause(
        consumer.assignment().stream().filter(each -> each.partition() == number).toList());
  }

  private static Long offset(OffsetAndMetadata committed) {
    return committed == null ? null : committed.offset();
  }
}
