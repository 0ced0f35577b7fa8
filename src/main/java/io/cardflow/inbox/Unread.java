package io.cardflow.inbox;

import io.micrometer.core.instrument.Clock;
import java.util.concurrent.TimeUnit;

/**
 * The oldest record of a partition that the group has not consumed.
 *
 * @param offset the first offset that the group has not consumed
 * @param written the record's timestamp in milliseconds, or {@link #UNKNOWN}
 * @param seen when it was first seen, on the clock's monotonic time
 */
record Unread(long offset, long written, long seen) {

  /** The record has no timestamp or could not be read yet. */
  static final long UNKNOWN = -1;

  /**
   * The age in seconds, which is at least the time since it was first seen. That time is used if
   * the timestamp is unknown or in the future.
   */
  double ageSeconds(Clock clock) {
    double sinceSeen = (clock.monotonicTime() - seen) / (double) TimeUnit.SECONDS.toNanos(1);
    double sinceWritten = written < 0 ? 0 : (clock.wallTime() - written) / 1_000.0;
    return Math.max(0, Math.max(sinceSeen, sinceWritten));
  }
}
