package io.cardflow.domain;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * The points in time before the end of an assignment at which a reminder is due. If several are
 * due, only the one nearest to the end counts.
 *
 * @param points durations before the end, longest first; positive. Empty for no reminders.
 */
public record Reminders(List<Duration> points) {

  /** Copies the list. */
  public Reminders {
    points = List.copyOf(points);
  }

  /** Returns when an assignment first needs attention. */
  public Instant first(Instant validUntil) {
    return points.isEmpty() ? validUntil : validUntil.minus(points.get(0));
  }

  /** Returns the point that counts at a time; null if none is due. */
  public Duration current(Instant validUntil, Instant now) {
    Duration current = null;
    for (Duration point : points) {
      if (!now.isBefore(validUntil.minus(point))) {
        current = point;
      }
    }
    return current;
  }

  /** Returns the next point after a time, or else the end of the assignment, which may be past. */
  public Instant next(Instant validUntil, Instant now) {
    for (Duration point : points) {
      if (now.isBefore(validUntil.minus(point))) {
        return validUntil.minus(point);
      }
    }
    return validUntil;
  }
}
