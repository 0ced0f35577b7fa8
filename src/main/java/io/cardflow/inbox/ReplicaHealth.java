package io.cardflow.inbox;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * State shared by the lanes of a replica: which of them work, and whether the replica stays away
 * from the group because it cannot work while others may. Thread-safe.
 */
final class ReplicaHealth {

  /** A lane that worked within this time counts as working. */
  private static final Duration RECENT = Duration.ofSeconds(10);

  private final Map<Integer, Long> worked = new ConcurrentHashMap<>();
  private final LaneTimes times;
  private volatile long until = System.nanoTime();

  ReplicaHealth(LaneTimes times) {
    this.times = times;
  }

  LaneTimes times() {
    return times;
  }

  /** Records that a lane owns partitions and works without a fault. */
  void works(int lane) {
    worked.put(lane, System.nanoTime());
  }

  /** Whether a lane other than this one works. */
  boolean othersWork(int lane) {
    long now = System.nanoTime();
    return worked.entrySet().stream()
        .anyMatch(each -> each.getKey() != lane && now - each.getValue() < RECENT.toNanos());
  }

  /** Makes all lanes leave the group for a while. */
  void leave() {
    until = System.nanoTime() + times.away().toNanos();
  }

  /** How long the lanes still stay away from the group; zero if they do not. */
  Duration away() {
    return Duration.ofNanos(Math.max(0, until - System.nanoTime()));
  }
}
