package io.cardflow.ordering;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

/** Exponential delays between attempts, with jitter in their upper half. */
final class RetryDelay {

  private static final int MOST_DOUBLINGS = 20;

  private final Duration first;
  private final Duration longest;

  RetryDelay(Duration first, Duration longest) {
    this.first = first;
    this.longest = longest;
  }

  /**
   * Returns the delay after a failed attempt.
   *
   * @param attempts number of consecutive failures, 1 or more
   * @param least the minimum delay; null for none
   */
  Duration after(int attempts, Duration least) {
    long wait = first.toMillis() << Math.min(attempts - 1, MOST_DOUBLINGS);
    long capped = Math.min(wait, longest.toMillis());
    long drawn = capped / 2 + ThreadLocalRandom.current().nextLong(capped / 2 + 1);
    return least == null || least.toMillis() <= drawn
        ? Duration.ofMillis(drawn)
        : least.plusMillis(ThreadLocalRandom.current().nextLong(first.toMillis() + 1));
  }
}
