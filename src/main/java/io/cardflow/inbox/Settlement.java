package io.cardflow.inbox;

import io.cardflow.domain.InboundPartition;
import io.cardflow.store.Claim;
import io.cardflow.store.Progress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
import org.apache.kafka.clients.consumer.ConsumerRecord;
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
  private static final Duration POLL = Duration.ofMillis(200);
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final LaneParts parts;
  private final Consumer<byte[], byte[]> consumer;
  private final Publisher publisher;
  private final Reader reader;
  private final int partitions;
  private final Recovery recovery;
  private final Map<InboundPartition, Long> noted = new HashMap<>();
  private final Set<InboundPartition> republished = new HashSet<>();

  Settlement(
      LaneParts parts,
      Consumer<byte[], byte[]> consumer,
      Publisher publisher,
      Reader reader,
      int partitions) {
    this.parts = parts;
    this.consumer = consumer;
    this.publisher = publisher;
    this.reader = reader;
    this.partitions = partitions;
    this.recovery = new Recovery(parts.store(), parts.topics());
  }

  /**
   * Keeps the client from reading. Each partition gets a position that is never read from, or the
   * client would look for one by itself and fail where none was ever committed.
   */
  static void hold(Consumer<byte[], byte[]> consumer) {
    Set<TopicPartition> assigned = consumer.assignment();
    consumer.pause(assigned);
    assigned.forEach(each -> consumer.seek(each, 0));
  }

  /**
   * Settles the partitions that the consumer is assigned.
   *
   * @param ownership filled with what is owned and what is halted
   * @return false if the assignment changed on the way, or a stop was asked for
   * @throws RuntimeException if Kafka or PostgreSQL cannot be asked
   */
  boolean settle(Ownership ownership, ConsumerGroupMetadata group, BooleanSupplier stopping) {
    ownership.clear();
    republished.clear();
    Set<TopicPartition> assigned = consumer.assignment();
    if (assigned.isEmpty()) {
      return true;
    }
    requireSameCount();
    publisher.open();
    Map<InboundPartition, Standing> standings = standings(assigned);
    takeOver(standings, ownership);
    SortedMap<InboundPartition, Progress> inDoubt = compare(standings, ownership);
    if (!inDoubt.isEmpty() && !republish(standings, inDoubt, ownership, group, stopping)) {
      return false;
    }
    if (!consumer.assignment().equals(assigned)) {
      return false;
    }
    for (TopicPartition each : assigned) {
      InboundPartition partition = parts.topics().inbound(each);
      if (!ownership.isHalted(partition)) {
        consumer.seek(each, ownership.of(partition).next());
        consumer.resume(Set.of(each));
      }
    }
    return true;
  }

  /** Whether Kafka had committed a batch up to its ends when the partitions were settled. */
  boolean hadPublished(Map<InboundPartition, OffsetAndMetadata> ends, Ownership ownership) {
    return ends.entrySet().stream()
        .allMatch(
            each ->
                ownership.of(each.getKey()) != null
                    && ownership.of(each.getKey()).next() >= each.getValue().offset()
                    && !republished.contains(each.getKey()));
  }

  /** Whether PostgreSQL has not yet been told that this much is published. */
  boolean isUnnoted(InboundPartition partition, Progress progress) {
    return noted.getOrDefault(partition, -1L) < progress.published();
  }

  /** Tells PostgreSQL how far partitions are published. */
  void note(Map<InboundPartition, Progress> published) {
    Waiting.on(parts.store().published(published));
    published.forEach((partition, progress) -> noted.put(partition, progress.published()));
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

  private Map<InboundPartition, Standing> standings(Set<TopicPartition> assigned) {
    Map<TopicPartition, OffsetAndMetadata> committed = consumer.committed(assigned);
    Map<TopicPartition, OffsetAndMetadata> same = new HashMap<>();
    committed.forEach(
        (partition, offset) -> {
          if (offset != null) {
            same.put(partition, offset);
          }
        });
    // Committing what is committed changes nothing, but fails where this is no member any more.
    consumer.commitSync(same);
    Map<TopicPartition, Long> begins = consumer.beginningOffsets(assigned);
    Map<TopicPartition, Long> ends = consumer.endOffsets(assigned);
    Map<InboundPartition, Standing> standings = new TreeMap<>();
    for (TopicPartition each : assigned) {
      OffsetAndMetadata offset = committed.get(each);
      standings.put(
          parts.topics().inbound(each),
          new Standing(offset == null ? null : offset.offset(), begins.get(each), ends.get(each)));
    }
    return standings;
  }

  private void takeOver(Map<InboundPartition, Standing> standings, Ownership ownership) {
    SortedMap<InboundPartition, Claim> claims = new TreeMap<>();
    standings.forEach(
        (partition, standing) -> claims.put(partition, new Claim(partitions, standing.start())));
    Map<InboundPartition, Progress> taken = Waiting.on(parts.store().takeOver(claims));
    ownership.own(taken);
    taken.forEach((partition, progress) -> noted.put(partition, progress.published()));
  }

  /** What is in doubt; partitions on which Kafka and PostgreSQL contradict each other halt. */
  private SortedMap<InboundPartition, Progress> compare(
      Map<InboundPartition, Standing> standings, Ownership ownership) {
    SortedMap<InboundPartition, Progress> inDoubt = new TreeMap<>();
    Map<TopicPartition, OffsetAndMetadata> first = new HashMap<>();
    standings.forEach(
        (partition, standing) -> {
          Progress progress = ownership.of(partition);
          String why = standing.contradiction(progress);
          if (why != null) {
            halt(partition, why, ownership);
          } else if (standing.committed() == null) {
            first.put(parts.topics().kafka(partition), new OffsetAndMetadata(progress.next()));
          } else if (standing.committed() < progress.next()) {
            inDoubt.put(partition, progress);
          }
        });
    if (!first.isEmpty()) {
      consumer.commitSync(first);
    }
    inDoubt.keySet().removeIf(ownership::isHalted);
    return inDoubt;
  }

  private void halt(InboundPartition partition, String why, Ownership ownership) {
    ownership.halt(partition, why);
    LOG.errorf(
        "inbox halted topic=%s partition=%d cause=%s",
        parts.topics().name(partition.topic()), partition.number(), why);
  }

  private boolean republish(
      Map<InboundPartition, Standing> standings,
      SortedMap<InboundPartition, Progress> inDoubt,
      Ownership ownership,
      ConsumerGroupMetadata group,
      BooleanSupplier stopping) {
    List<Received> records = read(standings, inDoubt, stopping);
    if (records == null) {
      return false;
    }
    Publication publication = recall(records, inDoubt, ownership);
    Map<TopicPartition, OffsetAndMetadata> offsets = new HashMap<>();
    Map<InboundPartition, Long> published = new TreeMap<>();
    inDoubt.forEach(
        (partition, progress) -> {
          offsets.put(parts.topics().kafka(partition), new OffsetAndMetadata(progress.next()));
          published.put(partition, progress.next());
        });
    publisher.publish(publication.records(), offsets, group);
    ownership.published(published);
    republished.addAll(published.keySet());
    parts.meters().published(publication, Duration.ZERO);
    LOG.infof("inbox republished records=%d sent=%d", records.size(), publication.records().size());
    return true;
  }

  /** What the records led to; partitions of which the journal does not say it are halted. */
  private Publication recall(
      List<Received> records, SortedMap<InboundPartition, Progress> inDoubt, Ownership ownership) {
    while (true) {
      try {
        return recovery.recall(records);
      } catch (JournalGap gap) {
        halt(gap.position().partition(), gap.getMessage(), ownership);
        inDoubt.keySet().removeIf(ownership::isHalted);
        records.removeIf(each -> ownership.isHalted(each.position().partition()));
      }
    }
  }

  /** Reads the records in doubt, of all partitions, before any of them is published. */
  private List<Received> read(
      Map<InboundPartition, Standing> standings,
      SortedMap<InboundPartition, Progress> inDoubt,
      BooleanSupplier stopping) {
    Set<TopicPartition> assigned = Set.copyOf(consumer.assignment());
    Collection<TopicPartition> wanted =
        inDoubt.keySet().stream().map(parts.topics()::kafka).toList();
    wanted.forEach(
        each -> consumer.seek(each, standings.get(parts.topics().inbound(each)).committed()));
    consumer.resume(wanted);
    List<Received> records = new ArrayList<>();
    long until = System.nanoTime() + PATIENCE.toNanos();
    while (!arrived(inDoubt)) {
      if (stopping.getAsBoolean()) {
        return null;
      }
      if (System.nanoTime() > until) {
        throw new IllegalStateException("records in doubt did not arrive in " + PATIENCE);
      }
      for (ConsumerRecord<byte[], byte[]> each : consumer.poll(POLL)) {
        Received received = reader.read(each);
        Progress progress = inDoubt.get(received.position().partition());
        if (progress != null && each.offset() < progress.next()) {
          records.add(received);
        }
      }
      if (!consumer.assignment().equals(assigned) || consumer.paused().containsAll(wanted)) {
        return null;
      }
    }
    consumer.pause(wanted);
    records.sort(
        Comparator.comparing((Received each) -> each.position().partition())
            .thenComparing(each -> each.position().offset()));
    return records;
  }

  private boolean arrived(SortedMap<InboundPartition, Progress> inDoubt) {
    return inDoubt.entrySet().stream()
        .allMatch(
            each ->
                consumer.position(parts.topics().kafka(each.getKey())) >= each.getValue().next());
  }
}
