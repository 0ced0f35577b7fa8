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
   * @param seen the fingerprints of messages decided before, by message id
   */
  public record Known(
      Map<String, Card> cards,
      Map<String, String> heldBy,
      Map<String, String> holders,
      Map<MessageId, UUID> seen) {

    /** Merges both; entries of the other take precedence. */
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
   * @param now the decision time; truncated to milliseconds
   */
  public Fold(Policy policy, Instant now, Known known) {
    this.decide = new MessageRules(policy);
    this.now = now.truncatedTo(ChronoUnit.MILLIS);
    this.known = known;
    this.holders = new HashMap<>(known.holders());
  }

  /** The decision time, in milliseconds precision. */
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

  /** The fingerprint of the earlier message with this message's id; null if there is none. */
  private UUID earlier(Message message) {
    UUID decided = known.seen().get(message.id());
    return decided != null ? decided : seen.putIfAbsent(message.id(), message.fingerprint());
  }

  /** The cards that have changed, in their current state. */
  public Collection<Card> changed() {
    return changed.values();
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
