package io.cardflow.inbox;

import java.time.Duration;

/**
 * How often the lag is measured.
 *
 * @param every the time between two measurements
 * @param fresh how long a measurement is valid
 * @param standstill how long a last stable offset may stay unchanged below the high watermark
 */
record LagPace(Duration every, Duration fresh, Duration standstill) {

  static final LagPace STANDARD =
      new LagPace(Duration.ofSeconds(10), Duration.ofSeconds(45), Duration.ofMinutes(1));
}
