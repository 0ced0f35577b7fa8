package io.cardflow.domain;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** A change of one card, published at most once, under the card's next version. */
public sealed interface Event {

  String cardId();

  /** 1 for the card's first event, increasing by one without gaps. */
  int version();

  Instant occurredAt();

  /** The message that caused the event. */
  record Cause(String id, String source, String type) {

    public static Cause of(Message message) {
      return new Cause(message.id().id(), message.id().source(), message.type());
    }
  }

  /** The known details of a shipment. */
  record Shipment(String shipmentId, String carrier, List<String> trackingNumbers) {

    /** Returns the details among facts; null if there are none. */
    static Shipment of(Production facts) {
      boolean known =
          facts.shipmentId() != null
              || facts.carrier() != null
              || !facts.trackingNumbers().isEmpty();
      return known
          ? new Shipment(facts.shipmentId(), facts.carrier(), facts.trackingNumbers())
          : null;
    }
  }

  /** The assignment that the event ends; subscribers revoke what they issued for it. */
  record EndedAssignment(Assignment assignment, Instant endedAt) {}

  /**
   * The card moved along an edge of the {@link Lifecycle}.
   *
   * @param from null in a card's first event
   * @param inferred true if the step was inferred from a later one instead of reported
   * @param reason null if none was given
   * @param actor null if unknown
   * @param order present if a status of the bureau was the trigger and the order is known
   * @param shipment present if the card was shipped
   * @param shippedAt null if unknown
   * @param failure present if the card failed
   * @param assignment the card's assignment after the event; null if none
   * @param endedAssignment the assignment that the event ends; null if none
   * @param factsTruncated whether the card did not keep all facts of the message
   */
  record StateChanged(
      String cardId,
      int version,
      CardState from,
      CardState to,
      Instant occurredAt,
      Trigger trigger,
      boolean inferred,
      Cause cause,
      String reason,
      String actor,
      OrderReference order,
      Shipment shipment,
      Instant shippedAt,
      Failure failure,
      Assignment assignment,
      EndedAssignment endedAssignment,
      boolean factsTruncated)
      implements Event {

    public static Builder builder() {
      return new Builder();
    }

    /** Builds the event; unset fields are absent. */
    public static final class Builder {

      private String cardId;
      private int version;
      private CardState from;
      private CardState to;
      private Instant occurredAt;
      private Trigger trigger;
      private boolean inferred;
      private Cause cause;
      private String reason;
      private String actor;
      private OrderReference order;
      private Shipment shipment;
      private Instant shippedAt;
      private Failure failure;
      private Assignment assignment;
      private EndedAssignment endedAssignment;
      private boolean factsTruncated;

      private Builder() {}

      /** The card after the transition. */
      public Builder card(Card card) {
        cardId = card.id();
        version = card.version();
        to = card.state();
        assignment = card.assignment();
        return this;
      }

      public Builder from(CardState value) {
        from = value;
        return this;
      }

      public Builder occurredAt(Instant value) {
        occurredAt = value;
        return this;
      }

      public Builder trigger(Trigger value) {
        trigger = value;
        return this;
      }

      public Builder inferred(boolean value) {
        inferred = value;
        return this;
      }

      public Builder cause(Cause value) {
        cause = value;
        return this;
      }

      public Builder reason(String value) {
        reason = value;
        return this;
      }

      public Builder actor(String value) {
        actor = value;
        return this;
      }

      public Builder order(OrderReference value) {
        order = value;
        return this;
      }

      public Builder shipment(Shipment value) {
        shipment = value;
        return this;
      }

      public Builder shippedAt(Instant value) {
        shippedAt = value;
        return this;
      }

      public Builder failure(Failure value) {
        failure = value;
        return this;
      }

      public Builder endedAssignment(EndedAssignment value) {
        endedAssignment = value;
        return this;
      }

      public Builder factsTruncated(boolean value) {
        factsTruncated = value;
        return this;
      }

      public StateChanged build() {
        return new StateChanged(
            cardId,
            version,
            from,
            to,
            occurredAt,
            trigger,
            inferred,
            cause,
            reason,
            actor,
            order,
            shipment,
            shippedAt,
            failure,
            assignment,
            endedAssignment,
            factsTruncated);
      }
    }
  }

  /**
   * The end of the card's assignment changed.
   *
   * @param assignment with the new validity
   */
  record ValidityExtended(
      String cardId,
      int version,
      Instant occurredAt,
      Assignment assignment,
      Instant previousValidUntil,
      Cause cause,
      String actor)
      implements Event {}

  /**
   * The card has further facts; its state did not change. Facts that were not added are absent. If
   * {@link Command.ReplaceProduction} is the cause and names another piece of plastic than before,
   * these are all facts that are known of it.
   *
   * @param order the card's order after the event; null if nothing of it changed
   * @param added the facts that were added
   * @param factsTruncated whether the card did not keep all facts of the message
   * @param reason null if none was given
   * @param actor null if unknown
   */
  record FactsAdded(
      String cardId,
      int version,
      Instant occurredAt,
      OrderReference order,
      Production added,
      boolean factsTruncated,
      Cause cause,
      String reason,
      String actor)
      implements Event {

    /** How the card was shipped, as far as it was added; null if nothing of it was. */
    public Shipment shipment() {
      return Shipment.of(added);
    }
  }

  /**
   * The card's assignment is about to end.
   *
   * @param daysLeft remaining days, rounded up; 1 or more
   */
  record CardExpiring(
      String cardId, int version, Instant occurredAt, Assignment assignment, int daysLeft)
      implements Event {}

  /**
   * The card exceeded the dwell limit of its state; published once per stay.
   *
   * @param since when the card entered the state
   * @param limit the dwell limit
   */
  record CardOverdue(
      String cardId,
      int version,
      Instant occurredAt,
      CardState state,
      Instant since,
      Duration limit)
      implements Event {}
}
