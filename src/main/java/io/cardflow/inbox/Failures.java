package io.cardflow.inbox;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/** How often a lane has failed without progress, in all and by partition number. */
final class Failures {

  /** After so many failures in a row the partitions are tried one by one. */
  private static final int REPEATED = 3;

  /** After so many attempts, or after so long, it is the replica that does not work. */
  private static final int LASTING_ATTEMPTS = 10;

  private static final Duration LASTING = Duration.ofMinutes(2);

  /** A failure this long ago has nothing to do with the next. */
  private static final Duration FORGOTTEN = Duration.ofMinutes(5);

  private final Map<Integer, Integer> byNumber = new HashMap<>();
  private int attempts;
  private long first;
  private long last;

  /** The work on partitions of these numbers has failed. */
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

  /** The work on partitions of these numbers has succeeded. */
  void worked(Set<Integer> numbers) {
    byNumber.keySet().removeAll(numbers);
    attempts = 0;
  }

  /** Whether there were none since the last progress. */
  boolean isEmpty() {
    return attempts == 0;
  }

  /** Whether partitions of some number have failed repeatedly. */
  boolean isRepeated() {
    return byNumber.values().stream().anyMatch(count -> count >= REPEATED);
  }

  /** Whether nothing has succeeded for so long that this replica may be the cause. */
  boolean isLasting() {
    return attempts >= LASTING_ATTEMPTS
        || attempts > 0 && System.nanoTime() - first > LASTING.toNanos();
  }

  /** A rebalance came between: faults that it brought about are no partition's. */
  void forgetNumbers() {
    byNumber.clear();
  }

  void clear() {
    byNumber.clear();
    attempts = 0;
  }
}
