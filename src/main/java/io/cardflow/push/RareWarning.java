package io.cardflow.push;

import java.time.Duration;
import java.util.function.LongSupplier;

/** Admits one warning per minute, so that a stranger cannot fill the log. Thread-safe. */
final class RareWarning {

  private static final Duration PAUSE = Duration.ofMinutes(1);

  private final LongSupplier nanoTime;
  private Long last;
  private long skipped;

  /**
   * @param nanoTime a monotonic clock
   */
  RareWarning(LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
  }

  /**
   * Whether to warn now.
   *
   * @return the number of cases since the last warning, with this one; 0 to be silent
   */
  synchronized long due() {
    long now = nanoTime.getAsLong();
    skipped++;
    if (last != null && now - last < PAUSE.toNanos()) {
      return 0;
    }
    last = now;
    long cases = skipped;
    skipped = 0;
    return cases;
  }
}
