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
      Map<MessageId, UUID> seen) {}

  private final Decide decide;
  private final Instant now;
  private final Map<String, Card> cards;
  private final Map<String, Card> changed = new LinkedHashMap<>();
  private final Map<String, String> heldBy;
  private final Map<String, String> holders;
  private final Map<MessageId, UUID> seen;

  /**
   * @param now when the messages are decided; kept to the millisecond
   */
  public Fold(Policy policy, Instant now, Known known) {
    this.decide = new Decide(policy);
    this.now = now.truncatedTo(ChronoUnit.MILLIS);
    this.cards = new HashMap<>(known.cards());
    this.heldBy = known.heldBy();
    this.holders = new HashMap<>(known.holders());
    this.seen = new HashMap<>(known.seen());
  }

  /** When the messages are decided, to the millisecond. */
  public Instant now() {
    return now;
  }

  /** Decides the next message. */
  public Decision apply(Message message) {
    Card card = cards.get(message.cardId());
    UUID earlier = seen.putIfAbsent(message.id(), message.fingerprint());
    if (earlier != null) {
      return earlier.equals(message.fingerprint())
          ? new Duplicate()
          : new Rejected(
              RejectionCode.ID_REUSED, "source and id were seen before with other content", card);
    }
    Decision decision =
        decide.decide(
            message, new Situation(card, heldBy.get(message.cardId()), holders::containsKey, now));
    if (decision instanceof Applied applied) {
      replace(card, applied.card());
    } else if (decision instanceof Stale stale) {
      replace(card, stale.card());
    }
    return decision;
  }

  /** The cards that differ from what was known at first, as they stand now. */
  public Collection<Card> changed() {
    return changed.values();
  }

  private void replace(Card before, Card after) {
    if (after.equals(before)) {
      return;
    }
    cards.put(after.id(), after);
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
