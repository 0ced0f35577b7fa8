package io.cardflow.domain;

import io.cardflow.domain.Event.CardExpiring;
import io.cardflow.domain.Event.CardOverdue;
import io.cardflow.domain.Event.Cause;
import io.cardflow.domain.Event.EndedAssignment;
import io.cardflow.domain.Event.FactsAdded;
import io.cardflow.domain.Event.Shipment;
import io.cardflow.domain.Event.StateChanged;
import io.cardflow.domain.Event.ValidityExtended;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * The change of a card by one message. Only this class moves a card along an edge and creates the
 * event for it.
 */
final class Change {

  private final Message message;
  private final Cause cause;
  private final Trigger trigger;
  private final Instant now;
  private final List<Event> events = new ArrayList<>(3);
  private Card card;
  private String reason;
  private EndedAssignment ended;
  private int factsLeftOut;

  /**
   * @param trigger the trigger of the edges taken; null for a message that takes none
   */
  Change(Card card, Message message, Trigger trigger, Instant now) {
    this.card = card;
    this.message = message;
    this.cause = Cause.of(message);
    this.trigger = trigger;
    this.now = now;
  }

  static Change creating(Message message, Trigger trigger, Instant now) {
    Card none = Card.builder(message.cardId()).since(now).build();
    return new Change(none, message, trigger, now);
  }

  Change with(Card changed) {
    this.card = changed;
    return this;
  }

  Change because(String why) {
    this.reason = why;
    return this;
  }

  /** Marks that the card did not keep all facts of the message. */
  Change withoutFacts(int leftOut) {
    this.factsLeftOut = leftOut;
    return this;
  }

  Change endAssignment() {
    if (card.assignment() != null) {
      ended = new EndedAssignment(card.assignment(), now);
      card = card.released();
    }
    return this;
  }

  Change infer(CardState to) {
    return enter(to, true);
  }

  Change enter(CardState to) {
    return enter(to, false);
  }

  private Change enter(CardState to, boolean inferred) {
    CardState from = card.state();
    Lifecycle.take(from, to, trigger, inferred);
    card = card.entered(to, now);
    StateChanged.Builder event =
        StateChanged.builder()
            .card(card)
            .from(from)
            .occurredAt(now)
            .trigger(trigger)
            .inferred(inferred)
            .cause(cause)
            .reason(reason)
            .actor(message.actor())
            .endedAssignment(ended)
            .factsTruncated(factsLeftOut > 0);
    if (message.body() instanceof ProducerStatus) {
      event.order(card.order());
    }
    if (to == CardState.PRODUCED) {
      event.shipment(Shipment.of(card.production())).shippedAt(card.production().shippedAt());
    }
    if (to == CardState.FAILED) {
      event.failure(card.failure());
    }
    events.add(event.build());
    return this;
  }

  Change extend(Instant validUntil) {
    Assignment before = card.assignment();
    Assignment after =
        new Assignment(before.number(), before.holderId(), before.validFrom(), validUntil);
    card = card.assigned(after).announced();
    events.add(
        new ValidityExtended(
            card.id(), card.version(), now, after, before.validUntil(), cause, message.actor()));
    return this;
  }

  /**
   * Announces facts that come without a change of state.
   *
   * @param order the order if something of it changed, otherwise null
   */
  Change announceFacts(OrderReference order, Production added) {
    card = card.announced();
    events.add(
        new FactsAdded(
            card.id(),
            card.version(),
            now,
            order,
            added,
            factsLeftOut > 0,
            cause,
            reason,
            message.actor()));
    return this;
  }

  Change announceExpiry(int daysLeft) {
    card = card.announced();
    events.add(new CardExpiring(card.id(), card.version(), now, card.assignment(), daysLeft));
    return this;
  }

  Change announceOverdue(Duration limit) {
    card = card.becameOverdue().announced();
    events.add(new CardOverdue(card.id(), card.version(), now, card.state(), card.since(), limit));
    return this;
  }

  Decision decision() {
    return new Decision.Applied(card, List.copyOf(events), factsLeftOut);
  }
}
