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

    static Cause of(Message message) {
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
      implements Event {}

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
