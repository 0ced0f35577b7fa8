package io.cardflow.domain;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * The points before the end of an assignment at which it is announced. Of several that have come,
 * the one nearest to the end counts, and those before it are passed over.
 *
 * @param points how long before the end, the longest first; positive. Empty: nothing is announced.
 */
public record Reminders(List<Duration> points) {

  /** Keeps a copy. */
  public Reminders {
    points = List.copyOf(points);
  }

  /** When there is something to be done about an assignment for the first time. */
  public Instant first(Instant validUntil) {
    return points.isEmpty() ? validUntil : validUntil.minus(points.get(0));
  }

  /** The point that counts at a time; null while none has come. */
  public Duration current(Instant validUntil, Instant now) {
    Duration current = null;
    for (Duration point : points) {
      if (!now.isBefore(validUntil.minus(point))) {
        current = point;
      }
    }
    return current;
  }

  /** When the next point comes after a time, or else the end itself, which may have passed. */
  public Instant next(Instant validUntil, Instant now) {
    for (Duration point : points) {
      if (now.isBefore(validUntil.minus(point))) {
        return validUntil.minus(point);
      }
    }
    return validUntil;
  }
}
