package io.cardflow.inbox;

import java.util.Map;

/**
 * A snapshot of a lane, for other threads.
 *
 * @param joined whether it has been a member of the group since it started
 * @param partitions how many inbound partitions it owns
 * @param fault why it does not work, in one line; null if it works
 * @param halts the halted partitions by number, each with its reason and remedy
 */
record LaneStatus(boolean joined, int partitions, String fault, Map<Integer, Halt> halts) {

  static final LaneStatus STARTING = new LaneStatus(false, 0, "starting", Map.of());
}
