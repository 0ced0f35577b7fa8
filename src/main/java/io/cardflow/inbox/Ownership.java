package io.cardflow.inbox;

import io.cardflow.domain.InboundPartition;
import io.cardflow.domain.InboundTopic;
import io.cardflow.store.Progress;
import java.util.Arrays;
import java.util.Collection;
import java.util.Map;
import java.util.TreeMap;

/**
 * The partitions that a lane owns, how far they are, and those that are halted. A halt takes both
 * topics' partitions of one number: the versions of a card come from both, and what one of them
 * cannot publish the other must not overtake.
 */
final class Ownership {

  private final Map<InboundPartition, Progress> progress = new TreeMap<>();
  private final Map<Integer, String> halted = new TreeMap<>();

  void clear() {
    progress.clear();
    halted.clear();
  }

  void own(Map<InboundPartition, Progress> taken) {
    progress.putAll(taken);
  }

  void halt(InboundPartition partition, String why) {
    halted.putIfAbsent(partition.number(), why);
  }

  boolean isHalted(InboundPartition partition) {
    return halted.containsKey(partition.number());
  }

  /** By partition number, why it is halted and what to do. */
  Map<Integer, String> halts() {
    return Map.copyOf(halted);
  }

  Map<InboundPartition, Progress> progress() {
    return progress;
  }

  /** Whether both topics' partitions of each number are owned together. */
  boolean isWhole() {
    return progress.keySet().stream()
        .allMatch(
            each ->
                Arrays.stream(InboundTopic.values())
                    .allMatch(
                        topic -> progress.containsKey(new InboundPartition(topic, each.number()))));
  }

  Progress of(InboundPartition partition) {
    return progress.get(partition);
  }

  /** Everything decided on these partitions up to the offsets is now published. */
  void published(Map<InboundPartition, Long> offsets) {
    offsets.forEach(
        (partition, offset) ->
            progress.put(partition, new Progress(offset, offset, progress.get(partition).epoch())));
  }

  Collection<InboundPartition> partitions() {
    return progress.keySet();
  }
}
