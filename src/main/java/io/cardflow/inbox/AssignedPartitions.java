package io.cardflow.inbox;

import io.cardflow.domain.InboundPartition;
import io.cardflow.domain.InboundTopic;
import io.cardflow.domain.JournalPosition;
import io.cardflow.domain.Position;
import io.cardflow.store.Advance;
import io.cardflow.store.Progress;
import java.util.Arrays;
import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The partitions that a lane owns, the progress that it last stored for each, how far each is
 * published, and which are halted. A halt applies to both topics' partitions of one number: a
 * card's versions come from both, and neither may overtake what the other cannot publish.
 */
final class AssignedPartitions {

  private final Map<InboundPartition, Progress> stored = new TreeMap<>();
  private final Map<InboundPartition, Long> published = new TreeMap<>();
  private final Map<Integer, Halt> halted = new TreeMap<>();

  void clear() {
    stored.clear();
    published.clear();
    halted.clear();
  }

  /** Removes the partitions of a number before they are taken over again. */
  void clear(int number) {
    stored.keySet().removeIf(each -> each.number() == number);
    published.keySet().removeIf(each -> each.number() == number);
    halted.remove(number);
  }

  void own(Map<InboundPartition, Progress> taken) {
    stored.putAll(taken);
    taken.forEach((partition, progress) -> published.put(partition, progress.published()));
  }

  /** Adds the partitions of a completed takeover. */
  void add(AssignedPartitions taken) {
    stored.putAll(taken.stored);
    published.putAll(taken.published);
    halted.putAll(taken.halted);
  }

  void halt(int number, Halt halt) {
    halted.putIfAbsent(number, halt);
  }

  boolean isHalted(InboundPartition partition) {
    return halted.containsKey(partition.number());
  }

  /** The halted partitions by number, each with its reason and remedy. */
  Map<Integer, Halt> halts() {
    return Map.copyOf(halted);
  }

  /** Whether this lane owns both topics' partitions of every number it owns. */
  boolean isWhole() {
    return stored.keySet().stream()
        .allMatch(
            each ->
                Arrays.stream(InboundTopic.values())
                    .allMatch(
                        topic -> stored.containsKey(new InboundPartition(topic, each.number()))));
  }

  /** The row of {@code progress} as this owner last wrote it; null if there is none. */
  Progress stored(InboundPartition partition) {
    return stored.get(partition);
  }

  Map<InboundPartition, Progress> stored() {
    return stored;
  }

  /** The position of a record's entry in the journal. */
  JournalPosition journal(Position position) {
    return new JournalPosition(stored.get(position.partition()).log(), position.offset());
  }

  /** The first undecided offset. */
  long next(InboundPartition partition) {
    return stored.get(partition).next();
  }

  /**
   * The change that stores the offsets up to which the partition is decided and known to be
   * published.
   */
  Advance advance(InboundPartition partition, long next, long unit) {
    return new Advance(stored.get(partition), next, published.get(partition), unit);
  }

  /** The change that stores the offset up to which the partition is published. */
  Advance note(InboundPartition partition) {
    Progress left = stored.get(partition);
    return advance(partition, left.next(), left.unit());
  }

  /** Whether the published offset is not stored in PostgreSQL yet. */
  boolean isUnnoted(InboundPartition partition) {
    return published.get(partition) > stored.get(partition).published();
  }

  /** Records that PostgreSQL has committed these changes. */
  void stored(Map<InboundPartition, Advance> advances) {
    advances.forEach((partition, advance) -> stored.put(partition, advance.after()));
  }

  /** Records that everything decided on these partitions is published up to the offsets. */
  void published(Map<InboundPartition, Long> offsets) {
    published.putAll(offsets);
  }

  Collection<InboundPartition> partitions() {
    return stored.keySet();
  }

  /** The owned partitions that are not halted. */
  Collection<InboundPartition> working() {
    return stored.keySet().stream().filter(each -> !isHalted(each)).toList();
  }

  /** The numbers of the owned partitions, including halted ones. */
  Set<Integer> numbers() {
    Set<Integer> numbers = new TreeSet<>(halted.keySet());
    stored.keySet().forEach(each -> numbers.add(each.number()));
    return numbers;
  }
}
