package io.cardflow.inbox;

/** Lets a long-running step of a lane's thread check for a stop and report progress. */
interface Turn {

  /** Whether the lane is to stop: the step ends early then. */
  boolean stopping();

  /** Reports that the lane makes progress. */
  void alive();
}
