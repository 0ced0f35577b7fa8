package io.cardflow.inbox;

import io.cardflow.domain.InboundPartition;
import io.cardflow.domain.InboundTopic;
import io.cardflow.store.Advance;
import io.cardflow.store.Progress;
import java.util.Arrays;
import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The partitions that a lane owns, the progress that it left stored for each, how far each is
 * published, and those that are halted. A halt takes both topics' partitions of one number: the
 * versions of a card come from both, and what one of them cannot publish the other must not
 * overtake.
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

  /** Forgets the partitions of a number, before they are taken over again. */
  void clear(int number) {
    stored.keySet().removeIf(each -> each.number() == number);
    published.keySet().removeIf(each -> each.number() == number);
    halted.remove(number);
  }

  void own(Map<InboundPartition, Progress> taken) {
    stored.putAll(taken);
    taken.forEach((partition, progress) -> published.put(partition, progress.published()));
  }

  /** Adds what a takeover has brought. */
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

  /** By partition number, why it is halted and what to do. */
  Map<Integer, Halt> halts() {
    return Map.copyOf(halted);
  }

  /** Whether both topics' partitions of each number are owned together. */
  boolean isWhole() {
    return stored.keySet().stream()
        .allMatch(
            each ->
                Arrays.stream(InboundTopic.values())
                    .allMatch(
                        topic -> stored.containsKey(new InboundPartition(topic, each.number()))));
  }

  /** The row of {@code progress} as this owner left it; null if there is none. */
  Progress stored(InboundPartition partition) {
    return stored.get(partition);
  }

  Map<InboundPartition, Progress> stored() {
    return stored;
  }

  /** The first offset that is not decided. */
  long next(InboundPartition partition) {
    return stored.get(partition).next();
  }

  /** A change of what is stored: decided up to an offset, and published as far as is known. */
  Advance advance(InboundPartition partition, long next, long unit) {
    return new Advance(stored.get(partition), next, published.get(partition), unit);
  }

  /** A note of how far the partition is published. */
  Advance note(InboundPartition partition) {
    Progress left = stored.get(partition);
    return advance(partition, left.next(), left.unit());
  }

  /** Whether PostgreSQL does not have yet how far the partition is published. */
  boolean isUnnoted(InboundPartition partition) {
    return published.get(partition) > stored.get(partition).published();
  }

  /** These changes are committed to PostgreSQL. */
  void stored(Map<InboundPartition, Advance> advances) {
    advances.forEach((partition, advance) -> stored.put(partition, advance.after()));
  }

  /** Everything decided on these partitions up to the offsets is now published. */
  void published(Map<InboundPartition, Long> offsets) {
    published.putAll(offsets);
  }

  Collection<InboundPartition> partitions() {
    return stored.keySet();
  }

  /** The partitions that are worked on. */
  Collection<InboundPartition> working() {
    return stored.keySet().stream().filter(each -> !isHalted(each)).toList();
  }

  /** The numbers of the partitions that are owned, halted ones included. */
  Set<Integer> numbers() {
    Set<Integer> numbers = new TreeSet<>(halted.keySet());
    stored.keySet().forEach(each -> numbers.add(each.number()));
    return numbers;
  }
}
