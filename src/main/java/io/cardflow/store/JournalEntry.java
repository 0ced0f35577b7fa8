package io.cardflow.store;

import io.cardflow.domain.JournalPosition;
import io.cardflow.domain.MessageId;
import io.cardflow.domain.Outcome;
import java.time.Instant;

/**
 * What became of a record.
 *
 * @param position the record's position
 * @param cardId the card that the message is about; null if the record could not be parsed, as
 *     {@code id}, {@code type}, {@code time} and {@code content} are
 * @param time the time set by the sender, or else the record's timestamp
 * @param actor null if not given
 * @param correlationId null if not given
 * @param content the digest of card id, type and data
 * @param code the code of a rejection, or the reason of a dead letter; null for other outcomes
 * @param reason the reason that a command gave, the detail of a rejection, or the cause of a dead
 *     letter; null if there is none
 * @param version the card's version after the message; null if nothing was applied
 * @param previous the entry of the card's previous message; null if there is none
 */
public record JournalEntry(
    JournalPosition position,
    String cardId,
    MessageId id,
    String type,
    Instant time,
    String actor,
    String correlationId,
    Long content,
    Outcome outcome,
    String code,
    String reason,
    Integer version,
    JournalPosition previous) {

  /** An entry of a record that cannot be parsed, or that Cardflow or PostgreSQL failed on. */
  public static JournalEntry deadLetter(JournalPosition position, String code, String cause) {
    return new JournalEntry(
        position,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        Outcome.DEAD_LETTERED,
        code,
        cause,
        null,
        null);
  }
}
