package io.cardflow.inbox;

import io.cardflow.domain.Card;
import io.cardflow.domain.Fold;
import io.cardflow.domain.KnownMessages;
import io.cardflow.domain.Ledger;
import io.cardflow.domain.Message;
import io.cardflow.domain.ProducerStatus.Readout;
import io.cardflow.domain.Production;
import io.cardflow.store.Changes;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A cache of the cards that a lane committed recently, with what they have taken in. It saves
 * reading them again, and the database checks everything that relies on it: only the owner of both
 * topics' partitions of a number changes its cards, a former owner is fenced, and a write succeeds
 * only at the cached revision. Otherwise the batch is decided again, with everything read.
 */
final class RecentState {

  /**
   * The maximum number of cards, at about a kilobyte each. The garbage collector copies every one
   * that survives.
   */
  private static final int CARDS = 2_000;

  /** In characters: a card with more facts is not cached. */
  private static final int FACTS = 1_000;

  private record Recent(Card card, Ledger ledger) {}

  private final Map<String, Recent> cards =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Recent> eldest) {
          return size() > CARDS;
        }
      };

  private boolean owner;

  /**
   * Clears the cache.
   *
   * @param owner whether the lane owns both topics' partitions of each number, so that no other
   *     owner changes their cards
   */
  void forget(boolean owner) {
    cards.clear();
    this.owner = owner;
  }

  /** Clears the cache, since it was out of date. */
  void clear() {
    cards.clear();
  }

  /** The cached cards of a batch. */
  Fold.Known of(Collection<Message> batch) {
    Map<String, Card> known = new HashMap<>(2 * batch.size());
    Map<String, Ledger> ledgers = new HashMap<>(2 * batch.size());
    for (Message message : batch) {
      Recent recent = cards.get(message.cardId());
      if (recent != null) {
        known.put(message.cardId(), recent.card());
        ledgers.put(message.cardId(), recent.ledger());
      }
    }
    return new Fold.Known(
        known, Map.of(), Map.of(), new KnownMessages(ledgers, Map.of(), Map.of()));
  }

  /**
   * Caches the cards of a committed batch.
   *
   * @param known their state before the batch
   */
  void keep(Fold.Known known, Changes changes) {
    if (!owner) {
      return;
    }
    Map<String, Ledger> before = known.messages().ledgers();
    Map<String, Ledger> after = changes.ledgers();
    Set<String> changed = changes.after().stream().map(Card::id).collect(Collectors.toSet());
    known
        .cards()
        .forEach(
            (id, card) -> {
              if (!changed.contains(id)) {
                keep(card, after.getOrDefault(id, before.get(id)));
              }
            });
    changes.after().forEach(card -> keep(card, after.get(card.id())));
  }

  private void keep(Card card, Ledger ledger) {
    if (facts(card.production()) <= FACTS) {
      cards.put(card.id(), new Recent(card, ledger));
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
}
