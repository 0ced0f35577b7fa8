package io.cardflow.ordering;

/** Generates ids of order batches. */
@FunctionalInterface
interface BatchIds {

  /** Returns a globally unique prefix for the ids of one portion's batches. */
  String next();
}
