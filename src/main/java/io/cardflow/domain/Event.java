package io.cardflow.domain;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** A change of one card that is published, at most once, under the card's next version. */
public sealed interface Event {

  String cardId();

  /** 1 for the card's first event, then one more each time, without a gap. */
  int version();

  Instant occurredAt();

  /** The message that led to it. */
  record Cause(String id, String source, String type) {

    public static Cause of(Message message) {
      return new Cause(message.id().id(), message.id().source(), message.type());
    }
  }

  /** What is told of a shipment. */
  record Shipment(String shipmentId, String carrier, List<String> trackingNumbers) {}

  /** An assignment that the event ends: the cue to revoke what was issued for it. */
  record EndedAssignment(Assignment assignment, Instant endedAt) {}

  /**
   * The card took an edge of the {@link Lifecycle}.
   *
   * @param from null in the first event of a card
   * @param inferred true if the step is proved by a later one instead of told
   * @param reason null if none was given
   * @param actor null if not told
   * @param order present when the bureau's status was the trigger and an order is on record
   * @param shipment present when the card was shipped
   * @param shippedAt null if not told
   * @param failure present when the card failed
   * @param assignment the assignment that the card has after the event; null if none
   * @param endedAssignment the assignment that the event ends; null if none
   * @param factsTruncated whether the message has more facts than the card keeps
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

    /** Builds the event; what is not set is absent. */
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

      /** The card that has taken the edge, as it is afterwards. */
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
   * The validity of the card's assignment moved.
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
   * The card's assignment comes to its end.
   *
   * @param daysLeft how many days are left of it, a begun one counted as one; 1 or more
   */
  record CardExpiring(
      String cardId, int version, Instant occurredAt, Assignment assignment, int daysLeft)
      implements Event {}

  /**
   * The card waits in a state for longer than it should; told once a stay.
   *
   * @param since when it entered the state
   * @param limit how long it may stay
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
