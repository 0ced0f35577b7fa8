package io.cardflow.ordering;

import java.util.Locale;

/** What came of a request with which the bureau pushes an event. */
public enum PushOutcome {
  /** The statuses that the card lacked are published. */
  APPLIED,
  /** The card lacked nothing. */
  NOTHING_NEW,
  /** The question about the card is due. */
  ASKED,
  /** The card is not known yet, and the event is kept. */
  KEPT,
  /** The card is not known, and too many events are kept already. */
  NOT_KEPT,
  /** A kept event was applied. */
  APPLIED_LATER,
  /** The card of a kept event did not become known in time. */
  EXPIRED,
  /** The event is not about a card. */
  UNKNOWN_TOPIC,
  /** The body is not a JSON object that names a card. */
  UNUSABLE,
  /** The bureau did not prove that it made the request. */
  UNAUTHENTICATED,
  /** The body is larger than any event. */
  TOO_LARGE,
  /** The body did not arrive in time. */
  TOO_SLOW,
  /** Too many requests are handled at the time. */
  TOO_MANY,
  /** Kafka did not acknowledge the statuses. */
  KAFKA_UNAVAILABLE,
  /** PostgreSQL did not answer. */
  DATABASE_UNAVAILABLE,
  /** Neither answered in time. */
  TIMED_OUT,
  /** The worker itself failed. */
  FAILED;

  /** The name in metrics and logs. */
  public String id() {
    return name().toLowerCase(Locale.ROOT);
  }
}
