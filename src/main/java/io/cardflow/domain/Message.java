package io.cardflow.domain;

import java.time.Instant;
import java.util.UUID;

/**
 * A well-formed message about one card.
 *
 * @param id its name
 * @param cardId the card it is about
 * @param type the CloudEvents type as received
 * @param time when the sender says it happened, or else the record's timestamp
 * @param actor the person or service acting; null if not told
 * @param correlationId copied to what the message leads to; null if none
 * @param traceparent W3C trace context, continued; null if none
 * @param fingerprint a digest of subject, type and data: two messages of one id are the same if and
 *     only if their fingerprints are equal
 * @param body what it says
 */
public record Message(
    MessageId id,
    String cardId,
    String type,
    Instant time,
    String actor,
    String correlationId,
    String traceparent,
    UUID fingerprint,
    Body body) {

  /** What a message says. */
  public sealed interface Body permits Command, ProducerStatus, Timer, UnknownType {}

  /** A type that does not belong on the topic the message came by. */
  public record UnknownType() implements Body {}
}
