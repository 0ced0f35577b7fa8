package io.cardflow.inbox;

import java.time.Duration;

/**
 * How long lanes wait before they retry.
 *
 * @param recheck when a halted partition is checked again
 * @param away how long a replica that cannot work stays out of the group
 */
record LaneTimes(Duration recheck, Duration away) {

  static final LaneTimes DEFAULT = new LaneTimes(Duration.ofSeconds(30), Duration.ofSeconds(60));
}
