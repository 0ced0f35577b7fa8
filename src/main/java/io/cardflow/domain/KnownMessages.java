package io.cardflow.domain;

import java.util.Collection;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * What is stored about the messages of the cards of a batch.
 *
 * @param ledgers the ledger of each card that has a row, by card id
 * @param more messages of the batch's digests that are not kept in a card's row, by card id: of
 *     cards that have taken in many, and of cards that do not exist. A card with messages of other
 *     digests only has an empty value.
 * @param entries the messages in the journal at the positions of {@code ledgers} and {@code more}
 *     that have the digest of a message of the batch; without entries that retention has removed
 */
public record KnownMessages(
    Map<String, Ledger> ledgers,
    Map<String, TakenMessages> more,
    Map<JournalPosition, JournaledMessage> entries) {

  /** Nothing. */
  public static final KnownMessages NONE = new KnownMessages(Map.of(), Map.of(), Map.of());

  /**
   * A message in the journal.
   *
   * @param content the digest of card id, type and data
   */
  public record JournaledMessage(MessageId id, long content) {}

  /** Adds the messages in the journal. */
  public KnownMessages with(Map<JournalPosition, JournaledMessage> found) {
    return new KnownMessages(ledgers, more, found);
  }

  /** The entries to read before the messages are decided: those of messages with their digests. */
  public Set<JournalPosition> sameDigests(Collection<Message> messages) {
    Set<JournalPosition> positions = new HashSet<>();
    for (Message message : messages) {
      long digest = message.id().digest();
      Ledger ledger = ledgers.get(message.cardId());
      if (ledger != null) {
        ledger.taken().find(digest).forEach(each -> positions.add(each.position()));
      }
      TakenMessages others = more.get(message.cardId());
      if (others != null) {
        others.find(digest).forEach(each -> positions.add(each.position()));
      }
    }
    return positions;
  }

  KnownMessages and(KnownMessages other) {
    return new KnownMessages(
        Fold.Known.union(ledgers, other.ledgers),
        Fold.Known.union(more, other.more),
        Fold.Known.union(entries, other.entries));
  }
}
