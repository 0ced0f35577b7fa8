package io.cardflow.bench;

import io.cardflow.domain.Card;
import io.cardflow.domain.Command.AssignCard;
import io.cardflow.domain.Command.RequestCard;
import io.cardflow.domain.Message;
import io.cardflow.domain.MessageId;
import io.cardflow.wire.Outgoing;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/** The messages of one poll, decided in sequence, and what must be written. */
final class OutboxBatch {

  private final List<Message> messages;
  private final Map<String, Card> before = new HashMap<>();
  private final Map<String, Card> cards = new HashMap<>();
  private final Map<MessageId, UUID> seen = new HashMap<>();
  private final Map<String, String> holders = new HashMap<>();
  private final Set<String> changed = new LinkedHashSet<>();
  private final List<Message> taken = new ArrayList<>();
  private final List<Outgoing> outgoing = new ArrayList<>();
  private final Map<String, RequestCard> requests = new HashMap<>();

  OutboxBatch(List<Message> messages) {
    this.messages = messages;
  }

  List<Message> messages() {
    return messages;
  }

  /** The cards to load, in the order in which every transaction locks them. */
  List<String> ids() {
    return messages.stream().map(Message::cardId).distinct().sorted().toList();
  }

  /** The holders to look up. */
  List<String> assigned() {
    return messages.stream()
        .filter(message -> message.body() instanceof AssignCard)
        .map(message -> ((AssignCard) message.body()).holderId())
        .distinct()
        .toList();
  }

  void known(Card card) {
    before.put(card.id(), card);
    cards.put(card.id(), card);
  }

  void known(MessageId id, UUID fingerprint) {
    seen.put(id, fingerprint);
  }

  void held(String holder, String card) {
    holders.put(holder, card);
  }

  void decide(OneMessage one, Instant now) {
    for (Message message : messages) {
      Card card = cards.get(message.cardId());
      UUID earlier = seen.putIfAbsent(message.id(), message.fingerprint());
      OneMessage.Effect effect = one.decide(message, card, earlier, holders(message), now);
      if (earlier == null) {
        taken.add(message);
      }
      if (effect.card() != null && !effect.card().equals(card)) {
        replace(card, effect.card());
        if (message.body() instanceof RequestCard request) {
          requests.put(message.cardId(), request);
        }
      }
      outgoing.addAll(effect.outgoing());
    }
  }

  /** The card before the batch; null if there was none. */
  Card before(Card card) {
    return before.get(card.id());
  }

  Collection<Card> created() {
    return changed.stream().filter(id -> !before.containsKey(id)).map(cards::get).toList();
  }

  Collection<Card> updated() {
    return changed.stream().filter(before::containsKey).map(cards::get).toList();
  }

  /** The cards whose holder has another card after the batch. */
  Collection<Card> released() {
    return updated().stream()
        .filter(
            card -> {
              String had = before(card).activeHolder();
              return had != null && !holders.getOrDefault(had, card.id()).equals(card.id());
            })
        .toList();
  }

  /** The messages to remember. */
  List<Message> taken() {
    return taken;
  }

  List<Outgoing> outgoing() {
    return outgoing;
  }

  RequestCard request(Card card) {
    return requests.get(card.id());
  }

  private Map<String, String> holders(Message message) {
    if (message.body() instanceof AssignCard assign && holders.containsKey(assign.holderId())) {
      return Map.of(assign.holderId(), holders.get(assign.holderId()));
    }
    return Map.of();
  }

  private void replace(Card old, Card now) {
    if (old != null && old.activeHolder() != null) {
      holders.remove(old.activeHolder(), now.id());
    }
    if (now.activeHolder() != null) {
      holders.put(now.activeHolder(), now.id());
    }
    cards.put(now.id(), now);
    changed.add(now.id());
  }
}
