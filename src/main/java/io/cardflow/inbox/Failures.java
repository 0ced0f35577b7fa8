package io.cardflow.inbox;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/** Counts a lane's failures without progress, in total and by partition number. */
final class Failures {

  /** After this many failures in a row the partitions are tried one by one. */
  private static final int REPEATED = 3;

  /** After this many attempts, or this time, the replica itself is considered at fault. */
  private static final int LASTING_ATTEMPTS = 10;

  private static final Duration LASTING = Duration.ofMinutes(2);

  /** Failures this far apart are unrelated. */
  private static final Duration FORGOTTEN = Duration.ofMinutes(5);

  private final Map<Integer, Integer> byNumber = new HashMap<>();
  private int attempts;
  private long first;
  private long last;

  /** Records that the work on partitions of these numbers failed. */
  void failed(Set<Integer> numbers) {
    long now = System.nanoTime();
    if (attempts == 0 || now - last > FORGOTTEN.toNanos()) {
      clear();
      first = now;
    }
    last = now;
    attempts++;
    numbers.forEach(each -> byNumber.merge(each, 1, Integer::sum));
  }

  /** Records that the work on partitions of these numbers succeeded. */
  void worked(Set<Integer> numbers) {
    byNumber.keySet().removeAll(numbers);
    attempts = 0;
  }

  /** Whether there was no failure since the last progress. */
  boolean isEmpty() {
    return attempts == 0;
  }

  /** Whether partitions of any number failed repeatedly. */
  boolean isRepeated() {
    return byNumber.values().stream().anyMatch(count -> count >= REPEATED);
  }

  /** Whether nothing has succeeded for so long that this replica may be the cause. */
  boolean isLasting() {
    return attempts >= LASTING_ATTEMPTS
        || (attempts > 0 && System.nanoTime() - first > LASTING.toNanos());
  }

  /**
   * Clears the counts of partitions after a rebalance: faults that it caused belong to no
   * partition.
   */
  void forgetNumbers() {
    byNumber.clear();
  }

  void clear() {
    byNumber.clear();
    attempts = 0;
  }
}
