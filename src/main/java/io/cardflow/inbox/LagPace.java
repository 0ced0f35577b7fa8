package io.cardflow.inbox;

import java.time.Duration;

/**
 * How often the lag is looked at.
 *
 * @param every the time between two looks
 * @param fresh for how long what a look has shown counts
 * @param standstill for how long a last stable offset may stand still below the high watermark
 */
record LagPace(Duration every, Duration fresh, Duration standstill) {

  static final LagPace STANDARD =
      new LagPace(Duration.ofSeconds(10), Duration.ofSeconds(45), Duration.ofMinutes(1));
}
