package io.cardflow.inbox;

import java.util.Map;

/**
 * What a lane tells of itself to whoever asks from another thread.
 *
 * @param joined whether it has been a member of the group since it started
 * @param partitions how many inbound partitions it owns
 * @param fault what keeps it from working, in one line; null if nothing does
 * @param halts by partition number, why it is halted and what to do
 */
record LaneStatus(boolean joined, int partitions, String fault, Map<Integer, String> halts) {

  static final LaneStatus STARTING = new LaneStatus(false, 0, "starting", Map.of());
}
