package io.cardflow.store;

import io.cardflow.domain.Assignment;
import io.cardflow.domain.Card;
import io.cardflow.domain.CardState;
import io.cardflow.domain.JournalPosition;
import io.cardflow.domain.MessageId;
import io.cardflow.domain.OrderReference;
import io.cardflow.domain.Outcome;
import io.cardflow.domain.Production;
import java.time.Duration;
import java.time.Instant;

/** Sample cards, and the journal rows of their changes. */
final class Deck {

  static final Instant NOW = Instant.parse("2025-03-04T05:06:07.089Z");

  private Deck() {}

  static Card queued(String id) {
    return card(id, 1, CardState.PROCESSING, 0, null);
  }

  static Card pooled(String id) {
    return card(id, 6, CardState.UNASSIGNED, 0, null);
  }

  /** A card in any state, with a holder where the state has one. */
  static Card in(CardState state, String id) {
    boolean held = state == CardState.ASSIGNED || state == CardState.EXPIRED;
    return card(
        id,
        7,
        state,
        held ? 1 : 0,
        held ? new Assignment(1, "holder of " + id, NOW, NOW.plus(Duration.ofDays(1))) : null);
  }

  /** The card's next version, in another state, without a holder. */
  static Card moved(Card card, CardState to) {
    return card(card.id(), card.version() + 1, to, card.assignments(), null);
  }

  /** The card's next version, ordered, with the bureau's id. */
  static Card ordered(Card card) {
    return moved(card, CardState.ORDERED).toBuilder()
        .order(new OrderReference("B-1", "OD-1", "CA-" + card.id()))
        .build();
  }

  /** The card's next version, with a holder. */
  static Card assigned(Card card, String holder) {
    int number = card.assignments() + 1;
    return card(
        card.id(),
        card.version() + 1,
        CardState.ASSIGNED,
        number,
        new Assignment(number, holder, NOW, NOW.plus(Duration.ofDays(1))));
  }

  /** The card's next version, with the same holder and an extended validity. */
  static Card extended(Card card) {
    Assignment has = card.assignment();
    return card(
        card.id(),
        card.version() + 1,
        CardState.ASSIGNED,
        card.assignments(),
        new Assignment(
            has.number(),
            has.holderId(),
            has.validFrom(),
            has.validUntil().plus(Duration.ofDays(1))));
  }

  /** The card's next version, back in the pool. */
  static Card withdrawn(Card card) {
    return moved(card, CardState.UNASSIGNED);
  }

  static Card expired(Card card) {
    return card(
        card.id(), card.version() + 1, CardState.EXPIRED, card.assignments(), card.assignment());
  }

  private static Card card(
      String id, int version, CardState state, int assignments, Assignment assignment) {
    return new Card(
        id,
        version,
        state,
        NOW.plusSeconds(version),
        false,
        null,
        Production.NONE,
        null,
        null,
        assignments,
        assignment);
  }

  static MessageId message(String id) {
    return new MessageId("/iam", id);
  }

  static JournalEntry applied(String message, Card card) {
    return entry(message, card.id(), Outcome.APPLIED, null, card.version());
  }

  static JournalEntry rejected(String message, String card) {
    return entry(message, card, Outcome.REJECTED, "UNKNOWN_CARD", null);
  }

  /** An entry at a position that {@link Draft} replaces. */
  private static JournalEntry entry(
      String message, String card, Outcome outcome, String code, Integer version) {
    return new JournalEntry(
        new JournalPosition(1, 0),
        card,
        message(message),
        "io.cardflow.command.lock-card.v1",
        NOW,
        null,
        null,
        7L,
        outcome,
        code,
        null,
        version,
        null);
  }
}
