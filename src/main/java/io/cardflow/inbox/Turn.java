package io.cardflow.inbox;

/** What a long step of a lane's thread has to look at and to report on its way. */
interface Turn {

  /** Whether the lane is to stop: the step ends early then. */
  boolean stopping();

  /** Reports that the lane makes progress. */
  void alive();
}
