package io.cardflow.inbox;

import java.time.Duration;
import java.util.OptionalLong;

/**
 * A partition on which an open transaction keeps what follows from being read.
 *
 * @param stable the last stable offset
 * @param end the high watermark
 * @param since for how long the last stable offset has not moved
 * @param producer the id of the producer whose transaction it is; empty if it is not known
 */
record Blocked(long stable, long end, Duration since, OptionalLong producer) {

  /** What readiness shows. */
  String detail() {
    return "the last stable offset has been %d for %d s, and the high watermark is %d: %s"
        .formatted(
            stable,
            since.toSeconds(),
            end,
            producer.isPresent()
                ? "producer id %d has a transaction open".formatted(producer.getAsLong())
                : "a producer has a transaction open, producer unknown");
  }
}
