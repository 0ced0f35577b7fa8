package io.cardflow.store;

import io.cardflow.domain.MessageId;
import io.cardflow.domain.Outcome;
import io.cardflow.domain.Position;
import java.time.Instant;
import java.util.UUID;

/**
 * The result of a record.
 *
 * @param key the message id, or a key made {@link #under} the record's position if the id belongs
 *     to another record
 * @param version the card's resulting version; null if nothing was applied
 * @param output the published output as JSON; null if there is none
 * @param unit the unit of work that decided it; later units of a card have higher numbers
 * @param index its index within the unit, in the order of decisions
 */
public record JournalRow(
    MessageId key,
    UUID fingerprint,
    Position position,
    Instant decidedAt,
    String cardId,
    Outcome outcome,
    Integer version,
    String output,
    long unit,
    int index) {

  /**
   * Creates a key for a record whose message id belongs to another record. No message can have it
   * as its id, because a source is never empty.
   *
   * @param id identifies the position, including topic and partition
   */
  public static MessageId under(String id) {
    return new MessageId("", id);
  }
}
