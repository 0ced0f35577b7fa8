package io.cardflow.domain;

import java.time.Duration;

/** An input of the worker. */
sealed interface Step {

  /** A message arrives. */
  record Receive(Message message) implements Step {}

  /** Time passes. */
  record Wait(Duration duration) implements Step {}

  /** The scheduler collects a card into an order batch, if it waits to be ordered. */
  record Hold(String cardId) implements Step {}

  /** The outcome of the batch that holds a card becomes known. */
  record Release(String cardId) implements Step {}
}
