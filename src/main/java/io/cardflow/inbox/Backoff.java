package io.cardflow.inbox;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

/** Exponential backoff from 100 ms, with each wait drawn from the upper half of its range. */
final class Backoff {

  private static final long FIRST = Duration.ofMillis(100).toNanos();

  private final long longest;
  private long wait;
  private long until = System.nanoTime();

  Backoff(Duration longest) {
    this.longest = longest.toNanos();
  }

  void reset() {
    wait = 0;
    until = System.nanoTime();
  }

  void next() {
    wait = wait == 0 ? FIRST : Math.min(longest, wait * 2);
    until = System.nanoTime() + wait / 2 + ThreadLocalRandom.current().nextLong(wait / 2);
  }

  /** The remaining wait; zero when it is over. */
  Duration remaining() {
    return Duration.ofNanos(Math.max(0, until - System.nanoTime()));
  }
}
