package io.cardflow.inbox;

import java.time.Duration;
import java.util.OptionalLong;

/**
 * A partition on which an open transaction blocks read-committed consumers.
 *
 * @param stable the last stable offset
 * @param end the high watermark
 * @param since how long the last stable offset has been unchanged
 * @param producer the id of the producer that owns the transaction; empty if unknown
 */
record Blocked(long stable, long end, Duration since, OptionalLong producer) {

  /** The line that readiness shows. */
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
