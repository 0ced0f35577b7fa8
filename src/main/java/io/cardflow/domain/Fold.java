package io.cardflow.domain;

import io.cardflow.domain.Decision.Applied;
import io.cardflow.domain.Decision.Duplicate;
import io.cardflow.domain.Decision.Rejected;
import io.cardflow.domain.Decision.Stale;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

/**
 * Decides messages in sequence, each against the result of the ones before it. Batch boundaries
 * make no difference: a fold over the first half, stored and loaded again, followed by a fold over
 * the second half makes the same decisions.
 */
public final class Fold {

  /**
   * The state before the first message.
   *
   * @param cards by id; at least the cards of the messages
   * @param heldBy the order batch that holds each card, by card id
   * @param holders the card of each holder, by holder id; only assignments that count
   * @param messages what the cards have taken in before
   */
  public record Known(
      Map<String, Card> cards,
      Map<String, String> heldBy,
      Map<String, String> holders,
      KnownMessages messages) {

    /** Merges both; entries of the other take precedence. */
    public Known and(Known more) {
      return new Known(
          union(cards, more.cards),
          union(heldBy, more.heldBy),
          union(holders, more.holders),
          messages.and(more.messages));
    }

    /** Replaces what is known about messages. */
    public Known with(KnownMessages other) {
      return new Known(cards, heldBy, holders, other);
    }

    static <K, V> Map<K, V> union(Map<K, V> some, Map<K, V> more) {
      if (some.isEmpty() || more.isEmpty()) {
        return some.isEmpty() ? more : some;
      }
      Map<K, V> union = new HashMap<>(2 * (some.size() + more.size()));
      union.putAll(some);
      union.putAll(more);
      return union;
    }
  }

  private final MessageRules decide;
  private final Instant now;
  private final Known known;
  private final Map<String, Card> changed = new LinkedHashMap<>();
  private final Map<String, String> holders;
  private final Ledgers ledgers;

  /**
   * @param now the decision time; truncated to milliseconds
   */
  public Fold(Policy policy, Instant now, Known known) {
    this.decide = new MessageRules(policy);
    this.now = now.truncatedTo(ChronoUnit.MILLIS);
    this.known = known;
    this.holders = new HashMap<>(known.holders());
    this.ledgers = new Ledgers(known.messages());
  }

  /** The decision time, in milliseconds precision. */
  public Instant now() {
    return now;
  }

  /**
   * Decides the next message.
   *
   * @param position the entry that the message gets in the journal
   */
  public Decision apply(Message message, JournalPosition position) {
    String id = message.cardId();
    Card card = changed.getOrDefault(id, known.cards().get(id));
    Repeat repeat = ledgers.repeat(message);
    if (repeat == Repeat.SAME) {
      return new Duplicate();
    }
    if (repeat == Repeat.REUSED) {
      ledgers.enter(id, card != null, position);
      return new Rejected(
          RejectionCode.ID_REUSED, "source and id were seen before with other content", card);
    }
    Decision decision =
        decide.decide(
            message, new Situation(card, known.heldBy().get(id), holders::containsKey, now));
    if (decision instanceof Applied applied) {
      replace(card, applied.card());
      ledgers.take(message, true, position);
    } else {
      if (decision instanceof Stale stale) {
        replace(card, stale.card());
      }
      ledgers.take(message, card != null, position);
    }
    return decision;
  }

  /** The cards that have changed, in their current state. */
  public Collection<Card> changed() {
    return changed.values();
  }

  /** What the cards have taken in. */
  public Ledgers ledgers() {
    return ledgers;
  }

  private void replace(Card before, Card after) {
    if (after.equals(before)) {
      return;
    }
    changed.put(after.id(), after);
    String released = before == null ? null : before.activeHolder();
    String taken = after.activeHolder();
    if (!Objects.equals(released, taken)) {
      if (released != null) {
        holders.remove(released, after.id());
      }
      if (taken != null) {
        holders.put(taken, after.id());
      }
    }
  }
}
