package io.cardflow.domain;

import io.cardflow.domain.Command.AssignCard;
import io.cardflow.domain.KnownMessages.JournaledMessage;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** The state that a store holds between two folds. */
final class StoreModel {

  private final Policy policy;
  private final Map<String, Card> cards = new HashMap<>();
  private final Map<String, String> heldBy = new HashMap<>();
  private final Map<String, Ledger> ledgers = new HashMap<>();
  private final Map<String, TakenMessages> moved = new HashMap<>();
  private final Map<JournalPosition, JournaledMessage> journal = new HashMap<>();
  private long next;

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
    List<Decision> decisions =
        batch.stream()
            .map(
                message -> {
                  JournalPosition position = new JournalPosition(1, next++);
                  journal.put(
                      position, new JournaledMessage(message.id(), message.contentDigest()));
                  return fold.apply(message, position);
                })
            .toList();
    fold.changed().forEach(card -> cards.put(card.id(), card));
    ledgers.putAll(fold.ledgers().changed());
    fold.ledgers().moved().forEach((card, more) -> moved.merge(card, more, StoreModel::joined));
    return decisions;
  }

  private Fold.Known known(List<Message> batch) {
    Set<String> about = batch.stream().map(Message::cardId).collect(Collectors.toSet());
    return new Fold.Known(
        only(about, cards),
        only(about, heldBy),
        holders(batch),
        new KnownMessages(only(about, ledgers), only(about, moved), journal));
  }

  private static TakenMessages joined(TakenMessages some, TakenMessages more) {
    TakenMessages all = some;
    for (int i = 0; i < more.size(); i++) {
      all = all.with(more.get(i));
    }
    return all;
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
