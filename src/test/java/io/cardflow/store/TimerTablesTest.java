package io.cardflow.store;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.cardflow.domain.Assignment;
import io.cardflow.domain.Card;
import io.cardflow.domain.CardState;
import io.cardflow.history.SideTables;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The tables of timers and counts follow every change of the cards. */
class TimerTablesTest {

  private static final int CARDS = 20;
  private static final int ROUNDS = 150;

  private final Vault vault = new Vault();
  private final Random random = new Random(4);

  @AfterEach
  void close() {
    vault.close();
  }

  @Test
  void theyAgreeWithTheCardsAfterAnyChange() {
    List<Card> cards = new ArrayList<>();
    Draft first = new Draft();
    for (int number = 0; number < CARDS; number++) {
      Card card = Deck.queued("T-" + number);
      cards.add(card);
      first.create(card);
    }
    vault.commit(first);
    for (int round = 0; round < ROUNDS; round++) {
      Draft draft = new Draft().severalCardsPerHolder();
      for (int number = 0; number < CARDS; number++) {
        Card before = cards.get(number);
        if (before.state().isFinal()) {
          Card next = Deck.queued("T-" + number + "-" + round);
          cards.set(number, next);
          draft.create(next);
          continue;
        }
        Card after = random.nextInt(3) == 0 ? before : other(before);
        if (!after.equals(before)) {
          draft.change(before, after);
          cards.set(number, after);
        }
      }
      vault.commit(draft);
      assertEquals(List.of(), SideTables.violations(vault.database()), "round " + round);
    }
  }

  @Test
  void anExtensionRestartsTheReminders() {
    Card card = Deck.assigned(Deck.pooled("T-1"), "H");
    vault.commit(new Draft().create(Deck.pooled("T-1")));
    vault.commit(new Draft().remindedAt(Duration.ofHours(3)).change(Deck.pooled("T-1"), card));
    assertEquals(end(card).minus(Duration.ofHours(3)), dueAt());
    vault.run("UPDATE card_expiry SET due_at = now(), attempts = 2");

    vault.commit(new Draft().remindedAt(Duration.ofHours(3)).change(card, Deck.extended(card)));

    assertEquals(end(Deck.extended(card)).minus(Duration.ofHours(3)), dueAt());
    assertEquals(0, vault.number("SELECT attempts FROM card_expiry"));
  }

  @Test
  void aFactThatChangesNoValidityKeepsTheReminder() {
    Card card = Deck.assigned(Deck.pooled("T-1"), "H");
    vault.commit(new Draft().create(card));
    vault.run("UPDATE card_expiry SET attempts = 2");

    vault.commit(
        new Draft().change(card, copy(card, card.version() + 1, card.state(), card.assignment())));

    assertEquals(2, vault.number("SELECT attempts FROM card_expiry"));
  }

  /** The card in another state, with another assignment, or with its stay announced. */
  private Card other(Card card) {
    CardState[] states = CardState.values();
    CardState to = states[random.nextInt(states.length)];
    boolean occupied = to == CardState.ASSIGNED || to == CardState.EXPIRED;
    if (random.nextInt(4) == 0 && card.state().isWaiting() && !card.overdue()) {
      return new Card(
          card.id(),
          card.version() + 1,
          card.state(),
          card.since(),
          true,
          null,
          card.production(),
          null,
          null,
          card.assignments(),
          card.assignment());
    }
    int number = card.assignments() + (occupied ? random.nextInt(2) : 0);
    Instant until = Deck.NOW.plusSeconds(random.nextInt(5));
    Assignment assignment = new Assignment(number, "H", Deck.NOW, until);
    return new Card(
        card.id(),
        card.version() + 1,
        to,
        Deck.NOW.plusSeconds(card.version()),
        false,
        null,
        card.production(),
        null,
        null,
        number,
        occupied ? assignment : null);
  }

  private static Card copy(Card card, int version, CardState state, Assignment assignment) {
    return new Card(
        card.id(),
        version,
        state,
        card.since(),
        card.overdue(),
        null,
        card.production(),
        null,
        "serial",
        card.assignments(),
        assignment);
  }

  private static Instant end(Card card) {
    return card.assignment().validUntil();
  }

  private Instant dueAt() {
    return Instant.ofEpochMilli(
        vault.number("SELECT (extract(epoch FROM due_at) * 1000)::bigint FROM card_expiry"));
  }
}
