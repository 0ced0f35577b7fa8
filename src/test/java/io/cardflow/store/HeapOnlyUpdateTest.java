package io.cardflow.store;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.cardflow.domain.Card;
import io.cardflow.domain.CardState;
import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Only what touches the holder's index writes to an index. */
class HeapOnlyUpdateTest {

  /** One connection, so that it is the one whose counts are flushed. */
  private final Vault vault = new Vault(1);

  private long updates;
  private long heapOnly;

  @AfterEach
  void close() {
    vault.close();
  }

  @Test
  void changesOfStateAreHeapOnlyAndAssignmentsAreNot() {
    Card card = Deck.queued("T-1");
    vault.commit(new Draft().create(card));
    for (CardState each :
        new CardState[] {
          CardState.ORDERED, CardState.IN_PRODUCTION, CardState.PRODUCED, CardState.UNASSIGNED
        }) {
      card = write(new Draft(), card, Deck.moved(card, each), true);
    }
    card = write(new Draft(), card, Deck.assigned(card, "H"), false);
    card = write(new Draft(), card, Deck.extended(card), true);
    card = write(new Draft(), card, Deck.expired(card), false);
    card = write(new Draft(), card, Deck.withdrawn(card), true);
    card = write(new Draft(), card, Deck.assigned(card, "H"), false);
    card = write(new Draft(), card, Deck.withdrawn(card), false);
    write(new Draft(), card, Deck.moved(card, CardState.LOCKED), true);
  }

  @Test
  void assignmentsAreHeapOnlyWhereSeveralAHolderAreAllowed() {
    Card card = Deck.pooled("T-1");
    vault.commit(new Draft().create(card));

    card = write(new Draft().severalCardsPerHolder(), card, Deck.assigned(card, "H"), true);
    write(new Draft().severalCardsPerHolder(), card, Deck.withdrawn(card), true);
  }

  private Card write(Draft draft, Card from, Card to, boolean asHeapOnly) {
    vault.commit(draft.change(from, to));
    updates++;
    heapOnly += asHeapOnly ? 1 : 0;
    Vault.await(vault.pool().query("SELECT pg_stat_force_next_flush()").execute());
    Awaitility.await()
        .atMost(Duration.ofSeconds(10))
        .pollInterval(Duration.ofMillis(10))
        .until(() -> number("n_tup_upd") == updates);
    assertEquals(heapOnly, number("n_tup_hot_upd"), from.state() + " to " + to.state());
    return to;
  }

  private long number(String column) {
    return Long.parseLong(
        vault.ask("SELECT " + column + " FROM pg_stat_user_tables WHERE relname = 'card'"));
  }
}
