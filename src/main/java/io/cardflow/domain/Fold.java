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
import java.util.UUID;

/**
 * Decides messages one after the other, each against what those before it left. How the messages
 * are cut into batches makes no difference: a fold over the first half, stored and loaded again,
 * followed by a fold over the second, decides the same.
 */
public final class Fold {

  /**
   * What is known before the first message.
   *
   * @param cards by id, at least those that the messages are about
   * @param heldBy the order batch that holds a card, by card id
   * @param holders the card that each holder has, by holder id; only assignments that count
   * @param seen the fingerprints of messages decided before, by their names
   */
  public record Known(
      Map<String, Card> cards,
      Map<String, String> heldBy,
      Map<String, String> holders,
      Map<MessageId, UUID> seen) {

    /** This and more, which goes before where both know of the same. */
    public Known and(Known more) {
      return new Known(
          union(cards, more.cards),
          union(heldBy, more.heldBy),
          union(holders, more.holders),
          union(seen, more.seen));
    }

    private static <K, V> Map<K, V> union(Map<K, V> some, Map<K, V> more) {
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
  private final Map<MessageId, UUID> seen = new HashMap<>();

  /**
   * @param now when the messages are decided; kept to the millisecond
   */
  public Fold(Policy policy, Instant now, Known known) {
    this.decide = new MessageRules(policy);
    this.now = now.truncatedTo(ChronoUnit.MILLIS);
    this.known = known;
    this.holders = new HashMap<>(known.holders());
  }

  /** When the messages are decided, to the millisecond. */
  public Instant now() {
    return now;
  }

  /** Decides the next message. */
  public Decision apply(Message message) {
    String id = message.cardId();
    Card card = changed.getOrDefault(id, known.cards().get(id));
    UUID earlier = earlier(message);
    if (earlier != null) {
      return earlier.equals(message.fingerprint())
          ? new Duplicate()
          : new Rejected(
              RejectionCode.ID_REUSED, "source and id were seen before with other content", card);
    }
    Decision decision =
        decide.decide(
            message, new Situation(card, known.heldBy().get(id), holders::containsKey, now));
    if (decision instanceof Applied applied) {
      replace(card, applied.card());
    } else if (decision instanceof Stale stale) {
      replace(card, stale.card());
    }
    return decision;
  }

  /** The fingerprint of the message that had this one's name before it; null if none had. */
  private UUID earlier(Message message) {
    UUID decided = known.seen().get(message.id());
    return decided != null ? decided : seen.putIfAbsent(message.id(), message.fingerprint());
  }

  /** The cards that differ from what was known at first, as they stand now. */
  public Collection<Card> changed() {
    return changed.values();
  }

  private void replace(Card before, Card after) {
    if (after.equals(before)) {
      return;
    }
    changed.put(after.id(), after);
    String released = before == null ? null : activeHolder(before);
    String taken = activeHolder(after);
    if (!Objects.equals(released, taken)) {
      if (released != null) {
        holders.remove(released, after.id());
      }
      if (taken != null) {
        holders.put(taken, after.id());
      }
    }
  }

  private static String activeHolder(Card card) {
    return card.state() == CardState.ASSIGNED ? card.assignment().holderId() : null;
  }
}
