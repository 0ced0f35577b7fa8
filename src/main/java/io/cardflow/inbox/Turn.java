package io.cardflow.inbox;

/** What a long-running step of a lane's thread checks and reports. */
interface Turn {

  /** Whether the lane is to stop: the step ends early then. */
  boolean stopping();

  /** Reports that the lane makes progress. */
  void alive();
}
