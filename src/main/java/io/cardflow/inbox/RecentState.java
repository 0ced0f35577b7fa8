package io.cardflow.inbox;

import io.cardflow.domain.Card;
import io.cardflow.domain.Fold;
import io.cardflow.domain.Message;
import io.cardflow.domain.MessageId;
import io.cardflow.domain.ProducerStatus.Readout;
import io.cardflow.domain.Production;
import io.cardflow.store.Changes;
import io.cardflow.store.JournalRow;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;

/**
 * What a lane has committed lately: cards as they stand, and the names of messages. It saves
 * reading them again, and nothing rests on it that the database does not check.
 *
 * <p>Cards: only the owner of both topics' partitions of a number changes its cards, and the fence
 * refuses whoever has lost one of them; a write goes through only at the version that is remembered
 * here, too. Names: a name that is not remembered is taken for new, and the journal's key refuses
 * it if it is not. Then the batch is decided once more, with everything read.
 */
final class RecentState {

  /** So many cards, at about half a kilobyte each. The collector copies each that stays. */
  private static final int CARDS = 2_000;

  /** So many names, at about 150 bytes each. */
  private static final int NAMES = 2_000;

  /** In characters: a card with more facts, and a name that is longer, is read again instead. */
  private static final int FACTS = 1_000;

  private static final int NAME = 200;

  /** For how many batches names are read after one of them was wrongly taken for new. */
  private static final int CAUTION = 20;

  private final Map<String, Card> cards = new Recent<>(CARDS);
  private final Map<MessageId, UUID> names = new Recent<>(NAMES);
  private boolean owner;
  private int caution;

  /**
   * Forgets everything.
   *
   * @param owner whether the lane owns both topics' partitions of each number, so that nobody else
   *     changes their cards
   */
  void forget(boolean owner) {
    cards.clear();
    names.clear();
    this.owner = owner;
  }

  /**
   * Reads names for a while: one that was taken for new may not be.
   *
   * @return false if it was doing so already
   */
  boolean doubtNames() {
    boolean trusted = caution == 0;
    caution = CAUTION;
    return trusted;
  }

  /** Forgets everything and reads for a while: something that is remembered here was overtaken. */
  void doubt() {
    forget(owner);
    caution = CAUTION;
  }

  /** What is remembered of a batch: its cards as they stand, and the names that were seen. */
  Fold.Known of(Collection<Message> batch) {
    Map<String, Card> known = new HashMap<>(2 * batch.size());
    Map<MessageId, UUID> seen = new HashMap<>();
    for (Message message : batch) {
      Card card = cards.get(message.cardId());
      if (card != null) {
        known.put(card.id(), card);
      }
      UUID fingerprint = names.get(message.id());
      if (fingerprint != null) {
        seen.put(message.id(), fingerprint);
      }
    }
    return new Fold.Known(known, Map.of(), Map.of(), seen);
  }

  /** Whether the names that are not remembered must be read to tell whether they are new. */
  boolean readsNames() {
    return caution > 0;
  }

  /**
   * Remembers what is committed.
   *
   * @param read what was read for it. Messages of which it is known only by that that they are
   *     repeated call for caution.
   */
  void keep(Fold.Known read, Changes changes) {
    if (owner) {
      read.cards().values().forEach(this::keep);
      changes.after().forEach(this::keep);
    }
    for (JournalRow row : changes.journal()) {
      if (row.key().source().length() + row.key().id().length() <= NAME) {
        names.put(row.key(), row.fingerprint());
      }
    }
    caution = read.seen().isEmpty() ? Math.max(0, caution - 1) : CAUTION;
  }

  private void keep(Card card) {
    if (facts(card.production()) <= FACTS) {
      cards.put(card.id(), card);
    } else {
      cards.remove(card.id());
    }
  }

  private static int facts(Production production) {
    int characters = 0;
    for (Readout readout : production.readouts()) {
      characters += readout.type().length() + readout.value().length();
    }
    for (String number : production.trackingNumbers()) {
      characters += number.length();
    }
    return characters;
  }

  /** A map that forgets what was used least lately. */
  private static final class Recent<K, V> extends LinkedHashMap<K, V> {

    private static final long serialVersionUID = 1;

    private final int most;

    Recent(int most) {
      super(16, 0.75f, true);
      this.most = most;
    }

    @Override
    protected boolean removeEldestEntry(Map.Entry<K, V> eldest) {
      return size() > most;
    }
  }
}
