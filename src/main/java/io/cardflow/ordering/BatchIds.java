package io.cardflow.ordering;

/** Where the ids of order batches come from. */
@FunctionalInterface
interface BatchIds {

  /** What the ids of one portion's batches begin with; never the same twice, anywhere. */
  String next();
}
