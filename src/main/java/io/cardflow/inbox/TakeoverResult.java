package io.cardflow.inbox;

/** How a takeover of partitions ended. */
sealed interface TakeoverResult {

  /**
   * The partitions have been taken over, and everything decided on them is published.
   *
   * @param partitions the requested partitions, including halted ones
   */
  record Completed(AssignedPartitions partitions) implements TakeoverResult {}

  /** The assignment changed in the meantime, or the lane is to stop. */
  record Interrupted() implements TakeoverResult {}
}
