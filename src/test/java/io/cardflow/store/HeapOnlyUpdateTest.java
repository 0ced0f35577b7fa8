package io.cardflow.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cardflow.domain.Card;
import io.cardflow.domain.CardState;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Only changes of the holder write to an index, and new cards are not stored on old pages. */
class HeapOnlyUpdateTest {

  private static final int CARDS = 1_000;
  private static final List<CardState> CHANGES =
      List.of(
          CardState.ORDERED,
          CardState.IN_PRODUCTION,
          CardState.PRODUCED,
          CardState.UNASSIGNED,
          CardState.LOCKED);
  private static final String PAGE =
      "SELECT DISTINCT (ctid::text::point)[0] FROM card WHERE id LIKE '%s%%'";
  private static final String COUNT = "SELECT count(*) FROM (%s) AS pages";

  /** One connection, so that its statistics are the ones that are flushed. */
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
  void assignmentsAreHeapOnlyWhereAHolderMayHaveSeveralCards() {
    Card card = Deck.pooled("T-1");
    vault.commit(new Draft().create(card));

    card = write(new Draft().severalCardsPerHolder(), card, Deck.assigned(card, "H"), true);
    write(new Draft().severalCardsPerHolder(), card, Deck.withdrawn(card), true);
  }

  @Test
  void aPageHasRoomForTheChangesOfAllItsCards() {
    live("T");

    awaitUpdates();
    long counted = counted("n_tup_hot_upd");
    assertTrue(counted > 0.9 * updates, counted + " of " + updates);
  }

  @Test
  void newCardsDoNotGoToPagesOfFinishedCards() {
    live("T");
    vault.run("VACUUM card");
    long pages = number(COUNT.formatted(PAGE.formatted("T")));

    live("U");

    long shared =
        number(COUNT.formatted(PAGE.formatted("T") + " INTERSECT " + PAGE.formatted("U")));
    assertTrue(shared < pages / 4, shared + " of " + pages);
  }

  /** Takes all cards from the queue to their final state, step by step. */
  private void live(String name) {
    List<Card> cards = IntStream.range(0, CARDS).mapToObj(i -> Deck.queued(name + i)).toList();
    Draft requests = new Draft();
    cards.forEach(requests::create);
    vault.commit(requests);
    for (CardState each : CHANGES) {
      Draft changes = new Draft();
      List<Card> moved = cards.stream().map(card -> Deck.moved(card, each)).toList();
      for (int i = 0; i < cards.size(); i++) {
        changes.change(cards.get(i), moved.get(i));
      }
      vault.commit(changes);
      updates += CARDS;
      cards = moved;
    }
  }

  private Card write(Draft draft, Card from, Card to, boolean asHeapOnly) {
    vault.commit(draft.change(from, to));
    updates++;
    heapOnly += asHeapOnly ? 1 : 0;
    awaitUpdates();
    assertEquals(heapOnly, counted("n_tup_hot_upd"), from.state() + " to " + to.state());
    return to;
  }

  private void awaitUpdates() {
    Vault.await(vault.pool().query("SELECT pg_stat_force_next_flush()").execute());
    Awaitility.await()
        .atMost(Duration.ofSeconds(10))
        .pollInterval(Duration.ofMillis(10))
        .until(() -> counted("n_tup_upd") == updates);
  }

  private long counted(String column) {
    return number("SELECT " + column + " FROM pg_stat_user_tables WHERE relname = 'card'");
  }

  private long number(String query) {
    return Long.parseLong(vault.ask(query));
  }
}
