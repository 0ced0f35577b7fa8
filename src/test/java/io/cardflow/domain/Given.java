package io.cardflow.domain;

import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** The state before a message, and a fold that decides against it. */
final class Given {

  static final Reminders REMINDERS =
      new Reminders(List.of(Duration.ofDays(7), Duration.ofDays(3), Duration.ofDays(1)));
  static final Policy QUEUED = new Policy(true, Duration.ofDays(14), true, REMINDERS);
  static final Policy IMMEDIATE = new Policy(false, Duration.ofDays(14), true, REMINDERS);
  static final Policy SEVERAL_CARDS = new Policy(true, Duration.ofDays(14), false, REMINDERS);

  private final Map<String, Card> cards;
  private final Map<String, String> heldBy = new HashMap<>();
  private Policy policy = QUEUED;
  private Instant now = SampleCards.NOW;

  private Given(Map<String, Card> cards) {
    this.cards = cards;
  }

  static Given noCard() {
    return cards();
  }

  static Given card(CardState state) {
    return cards(SampleCards.in(state));
  }

  static Given cards(Card... cards) {
    return new Given(Arrays.stream(cards).collect(Collectors.toMap(Card::id, card -> card)));
  }

  Given heldBy(String batch) {
    heldBy.put(SampleCards.ID, batch);
    return this;
  }

  Given policy(Policy other) {
    policy = other;
    return this;
  }

  Given at(Instant time) {
    now = time;
    return this;
  }

  TestFold fold() {
    return new TestFold(policy, now, new Fold.Known(cards, heldBy, holders(), KnownMessages.NONE));
  }

  Decision when(Message.Body body) {
    return fold().apply(Messages.message(body));
  }

  private Map<String, String> holders() {
    return policy.oneCardPerHolder()
        ? cards.values().stream()
            .filter(card -> card.state() == CardState.ASSIGNED)
            .collect(Collectors.toMap(card -> card.assignment().holderId(), Card::id))
        : Map.of();
  }
}
