package io.cardflow.inbox;

import java.time.Duration;

/**
 * How long lanes wait where something does not go on.
 *
 * @param recheck after this a halted partition is compared again
 * @param retry the longest wait between two attempts
 * @param away so long a replica stays out of the group that cannot work where others may
 */
record LaneTimes(Duration recheck, Duration retry, Duration away) {

  static final LaneTimes DEFAULT =
      new LaneTimes(Duration.ofSeconds(30), Duration.ofSeconds(5), Duration.ofSeconds(60));
}
