package io.cardflow.domain;

import java.time.Duration;
import java.time.Instant;

/**
 * What the worker's own timers say of a card beside its expiry. It is announced and moves no state.
 */
public sealed interface Timer extends Message.Body {

  /**
   * An assignment comes to its end.
   *
   * @param assignment the number of the assignment it belongs to, 1 or more
   * @param validUntil the end that it speaks of
   * @param before how long before the end it was due; positive
   */
  record ExpiryReminder(int assignment, Instant validUntil, Duration before) implements Timer {}

  /**
   * A card waits for longer than it should.
   *
   * @param state the state in which it waits
   * @param since when it entered it
   * @param limit how long it may stay; positive
   */
  record DwellExceeded(CardState state, Instant since, Duration limit) implements Timer {}
}
