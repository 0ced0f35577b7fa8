package io.cardflow.domain;

import java.util.List;

/** What a message leads to. */
public sealed interface Decision {

  /**
   * The card changed.
   *
   * @param card the card afterwards
   * @param events in the order of their versions; at least one
   * @param factsLeftOut how many facts of the message exceed what a card keeps
   */
  record Applied(Card card, List<Event> events, int factsLeftOut) implements Decision {}

  /**
   * The message was refused.
   *
   * @param card the card as it stands, untouched; null if there is none
   * @param detail one line for a person, free of holder and address
   */
  record Rejected(RejectionCode code, String detail, Card card) implements Decision {}

  /**
   * A progress that the card has already made: nothing moves and nothing is answered.
   *
   * @param card the card afterwards, with the facts that the message brought, if any were new
   * @param factsLeftOut how many facts of the message exceed what a card keeps
   */
  record Stale(Card card, int factsLeftOut) implements Decision {}

  /** The same message was decided before: no second effect and no second answer. */
  record Duplicate() implements Decision {}
}
