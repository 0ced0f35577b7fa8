package io.cardflow.ordering;

import io.cardflow.ordering.BureauReport.CardReport;

/** An event that the bureau pushed, as far as it is used. */
public sealed interface PushedReport {

  /** An event about a card, with the progress of the card. */
  record OfCard(CardReport card) implements PushedReport {}

  /** An event about something else. */
  record OfOther() implements PushedReport {}

  /** The event could not be read, or does not name a card. */
  record Unusable() implements PushedReport {}
}
