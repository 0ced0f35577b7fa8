package io.cardflow.ordering;

import java.time.Duration;

/** The time during which only this replica sends a batch. */
@FunctionalInterface
public interface Lease {

  /** Returns whether the lease lasts for this duration from now. */
  boolean lasts(Duration time);
}
