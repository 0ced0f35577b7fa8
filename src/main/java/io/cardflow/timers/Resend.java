package io.cardflow.timers;

import java.time.Duration;

/**
 * When a timer is sent again with another id because it had no effect: its topic was purged, or the
 * database's clock was turned back between sending and decision.
 */
final class Resend {

  private static final Duration FIRST = Duration.ofMinutes(10);

  /** From ten minutes to about a week. */
  private static final int MOST_DOUBLINGS = 10;

  private Resend() {}

  static Duration after(int attempts) {
    return FIRST.multipliedBy(1L << Math.min(attempts, MOST_DOUBLINGS));
  }
}
