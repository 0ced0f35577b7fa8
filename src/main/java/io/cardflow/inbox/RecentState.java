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
 * A cache of what a lane committed recently: cards and message ids. It saves reading them again,
 * and the database checks everything that relies on it.
 *
 * <p>Cards: only the owner of both topics' partitions of a number changes its cards, a former owner
 * is fenced, and a write succeeds only at the cached version. Message ids: an id that is not cached
 * is assumed to be new, and the journal's primary key rejects it if it is not. The batch is then
 * decided again, with everything read.
 */
final class RecentState {

  /**
   * The maximum number of cards, at about half a kilobyte each. The garbage collector copies every
   * one that survives.
   */
  private static final int CARDS = 2_000;

  /** The maximum number of message ids, at about 150 bytes each. */
  private static final int NAMES = 2_000;

  /** In characters: a card with more facts, or a longer message id, is not cached. */
  private static final int FACTS = 1_000;

  private static final int NAME = 200;

  /**
   * The number of batches for which message ids are read after one was wrongly assumed to be new.
   */
  private static final int CAUTION = 20;

  private final Map<String, Card> cards = new Recent<>(CARDS);
  private final Map<MessageId, UUID> names = new Recent<>(NAMES);
  private boolean owner;
  private int caution;

  /**
   * Clears the cache.
   *
   * @param owner whether the lane owns both topics' partitions of each number, so that no other
   *     owner changes their cards
   */
  void forget(boolean owner) {
    cards.clear();
    names.clear();
    this.owner = owner;
  }

  /**
   * Makes message ids be read for a while, since one that was assumed to be new may not be.
   *
   * @return false if they already were
   */
  boolean doubtNames() {
    boolean trusted = caution == 0;
    caution = CAUTION;
    return trusted;
  }

  /**
   * Clears the cache and makes message ids be read for a while, since the cache was out of date.
   */
  void doubt() {
    forget(owner);
    caution = CAUTION;
  }

  /** The cached cards and message ids of a batch. */
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

  /** Whether message ids that are not cached must be read to know whether they are new. */
  boolean readsNames() {
    return caution > 0;
  }

  /**
   * Caches a committed batch.
   *
   * @param read what was read for the batch; if only this read revealed a duplicate, message ids
   *     are read for a while
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

  /** A map that evicts the least recently used entry. */
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
