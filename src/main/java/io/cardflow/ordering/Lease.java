package io.cardflow.ordering;

import java.time.Duration;

/** How long a batch is this replica's: no other one sends it meanwhile. */
@FunctionalInterface
public interface Lease {

  /** Whether it lasts for so long from now on. */
  boolean lasts(Duration time);
}
