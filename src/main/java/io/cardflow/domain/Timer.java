package io.cardflow.domain;

import java.time.Duration;
import java.time.Instant;

/**
 * A message from the worker's own timers, except for expiry. It publishes a notice and causes no
 * transition.
 */
public sealed interface Timer extends Message.Body {

  /**
   * An assignment is about to end.
   *
   * @param assignment the number of the assignment, 1 or more
   * @param validUntil the end of the assignment when the timer was sent
   * @param before how long before the end the reminder was due; positive
   */
  record ExpiryReminder(int assignment, Instant validUntil, Duration before) implements Timer {}

  /**
   * A card exceeded the dwell limit of its state.
   *
   * @param state the state in which the card waits
   * @param since when the card entered the state
   * @param limit the dwell limit; positive
   */
  record DwellExceeded(CardState state, Instant since, Duration limit) implements Timer {}
}
