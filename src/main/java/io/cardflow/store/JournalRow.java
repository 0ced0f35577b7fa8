package io.cardflow.store;

import io.cardflow.domain.MessageId;
import io.cardflow.domain.Outcome;
import io.cardflow.domain.Position;
import java.time.Instant;
import java.util.UUID;

/**
 * What one record led to.
 *
 * @param key the message's name, or one made {@link #under} the record's position where the name
 *     belongs to another record
 * @param version the card's version after it; null if nothing was applied
 * @param output what it led to, as JSON; null if nothing is published
 * @param unit the unit of work that decided it; later units of a card have higher numbers
 * @param index its place among the records of the unit, in the order in which they were decided
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
   * A key for a record whose message id belongs to another record: no message from outside can have
   * it, because a source is never empty.
   *
   * @param id names the position, topic and partition included
   */
  public static MessageId under(String id) {
    return new MessageId("", id);
  }
}
