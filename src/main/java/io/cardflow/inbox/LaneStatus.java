package io.cardflow.inbox;

import java.util.Map;

/**
 * A snapshot of a lane, for other threads.
 *
 * @param joined whether it has been a member of the group since it started
 * @param partitions how many inbound partitions it owns
 * @param fault what keeps it from working, in one line; null if nothing does
 * @param halts by partition number, why it is halted and what to do
 */
record LaneStatus(boolean joined, int partitions, String fault, Map<Integer, Halt> halts) {

  static final LaneStatus STARTING = new LaneStatus(false, 0, "starting", Map.of());
}
