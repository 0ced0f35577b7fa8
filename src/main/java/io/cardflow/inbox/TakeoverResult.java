package io.cardflow.inbox;

/** How a takeover of partitions ended. */
sealed interface TakeoverResult {

  /**
   * The partitions have been taken over, and all that was decided on them is published.
   *
   * @param partitions those that were asked for; halted ones are among them
   */
  record Completed(AssignedPartitions partitions) implements TakeoverResult {}

  /** The assignment changed meanwhile, or the lane is to stop. */
  record Interrupted() implements TakeoverResult {}
}
