package io.cardflow.domain;

import java.time.Instant;
import java.util.UUID;

/**
 * A well-formed message about one card.
 *
 * @param id the message id
 * @param cardId the card that the message is about
 * @param type the CloudEvents type as received
 * @param time the time set by the sender, or else the record's timestamp
 * @param actor the person or service acting; null if unknown
 * @param correlationId copied to the resulting records; null if none
 * @param traceparent W3C trace context, passed on; null if none
 * @param fingerprint a digest of subject, type and data: two messages with the same id are
 *     duplicates if and only if their fingerprints are equal
 * @param body the content
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

  /** The first 8 bytes of the fingerprint, which a card keeps of each message. */
  public long contentDigest() {
    return fingerprint.getMostSignificantBits();
  }

  /** The content of a message. */
  public sealed interface Body permits Command, ProducerStatus, Timer, UnknownType {}

  /** A type that is not valid on the message's topic. */
  public record UnknownType() implements Body {}
}
