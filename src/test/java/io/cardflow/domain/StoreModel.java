package io.cardflow.domain;

import io.cardflow.domain.Command.AssignCard;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;

/** The state that a store holds between two folds. */
final class StoreModel {

  private final Policy policy;
  private final Map<String, Card> cards = new HashMap<>();
  private final Map<String, String> heldBy = new HashMap<>();
  private final Map<MessageId, UUID> seen = new HashMap<>();

  StoreModel(Policy policy) {
    this.policy = policy;
  }

  Map<String, Card> cards() {
    return cards;
  }

  void hold(String cardId) {
    Card card = cards.get(cardId);
    if (card != null && card.state().awaitsOrder()) {
      heldBy.put(cardId, FoldScenarios.batch(cardId));
    }
  }

  void release(String cardId) {
    heldBy.remove(cardId);
  }

  /** Decides a batch in one fold and stores the results. */
  List<Decision> decide(List<Message> batch, Instant now) {
    Fold fold = new Fold(policy, now, known(batch));
    List<Decision> decisions = batch.stream().map(fold::apply).toList();
    fold.changed().forEach(card -> cards.put(card.id(), card));
    batch.forEach(message -> seen.putIfAbsent(message.id(), message.fingerprint()));
    return decisions;
  }

  private Fold.Known known(List<Message> batch) {
    Set<String> about = batch.stream().map(Message::cardId).collect(Collectors.toSet());
    Set<MessageId> named = batch.stream().map(Message::id).collect(Collectors.toSet());
    return new Fold.Known(
        only(about, cards), only(about, heldBy), holders(batch), only(named, seen));
  }

  private Map<String, String> holders(List<Message> batch) {
    Map<String, String> holders = new HashMap<>();
    if (policy.oneCardPerHolder()) {
      for (Card card : cards.values()) {
        if (card.state() == CardState.ASSIGNED) {
          holders.put(card.assignment().holderId(), card.id());
        }
      }
    }
    Set<String> wanted =
        batch.stream()
            .map(Message::body)
            .filter(AssignCard.class::isInstance)
            .map(body -> ((AssignCard) body).holderId())
            .collect(Collectors.toSet());
    return only(wanted, holders);
  }

  private static <K, V> Map<K, V> only(Set<K> keys, Map<K, V> all) {
    Map<K, V> some = new HashMap<>(all);
    some.keySet().retainAll(keys);
    return some;
  }
}
