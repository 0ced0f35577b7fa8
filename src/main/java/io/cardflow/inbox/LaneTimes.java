package io.cardflow.inbox;

import java.time.Duration;

/**
 * How long lanes wait before they retry.
 *
 * @param recheck when a halted partition is checked again
 * @param retry the longest wait between two attempts
 * @param away how long a replica that cannot work stays out of the group
 */
record LaneTimes(Duration recheck, Duration retry, Duration away) {

  static final LaneTimes DEFAULT =
      new LaneTimes(Duration.ofSeconds(30), Duration.ofSeconds(5), Duration.ofSeconds(60));
}
