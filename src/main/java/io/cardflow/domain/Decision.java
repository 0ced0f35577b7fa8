package io.cardflow.domain;

import java.util.List;

/** The decision about a message. */
public sealed interface Decision {

  /**
   * The card changed.
   *
   * @param card the card afterwards
   * @param events in version order; at least one
   * @param factsLeftOut number of facts that exceed the limits of a card and were dropped
   */
  record Applied(Card card, List<Event> events, int factsLeftOut) implements Decision {}

  /**
   * The message was rejected.
   *
   * @param card the unchanged card; null if there is none
   * @param detail one line for an operator, without holder or address
   */
  record Rejected(RejectionCode code, String detail, Card card) implements Decision {}

  /**
   * The card has already made this progress: no transition, no answer.
   *
   * @param card the card afterwards, with any new facts of the message
   * @param factsLeftOut number of facts that exceed the limits of a card and were dropped
   */
  record Stale(Card card, int factsLeftOut) implements Decision {}

  /** The message was decided before: no second effect, no second answer. */
  record Duplicate() implements Decision {}
}
