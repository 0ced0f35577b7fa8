package io.cardflow.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.cardflow.domain.Card;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** A holder has one card at a time, whichever transaction assigns it, in any order. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SecondClaimOnAHolderTest {

  private final Vault vault = new Vault(2);

  @BeforeEach
  void empty() {
    vault.empty();
  }

  @AfterAll
  void close() {
    vault.close();
  }

  @RepeatedTest(5)
  void ofTwoConcurrentAssignmentsExactlyOneCommits() {
    Card first = Deck.pooled("T-1");
    Card second = Deck.pooled("T-2");
    vault.commit(new Draft().create(first).create(second));
    List<Draft> drafts =
        List.of(
            new Draft().change(first, Deck.assigned(first, "H")),
            new Draft().change(second, Deck.assigned(second, "H")));
    List<BatchTransaction> transactions = new ArrayList<>();
    for (Draft draft : drafts) {
      BatchTransaction transaction = vault.begin();
      assertEquals(Map.of(), Vault.await(transaction.load(draft.lookup())).known().holders());
      transactions.add(transaction);
    }

    List<Throwable> failures = new ArrayList<>();
    List<Future<Void>> commits = new ArrayList<>();
    for (int i = 0; i < 2; i++) {
      BatchTransaction transaction = transactions.get(i);
      commits.add(
          transaction
              .commit(drafts.get(i).changes())
              .<Void>mapEmpty()
              .recover(
                  failure -> {
                    failures.add(failure);
                    return transaction.rollback();
                  }));
    }
    Vault.await(Future.all(commits));

    assertEquals(1, failures.size());
    assertInstanceOf(Conflict.class, failures.get(0));
    assertEquals(1, vault.count("card WHERE state = 'ASSIGNED'"));
    assertEquals(1, vault.count("card WHERE exclusive_holder = 'H'"));
  }

  @Test
  void aSecondCardLaterIsAConflictToo() {
    Card first = keep(Deck.assigned(Deck.pooled("T-1"), "H"));
    Card second = keep(Deck.pooled("T-2"));

    assertThrows(
        Conflict.class, () -> vault.commit(new Draft().change(second, Deck.assigned(second, "H"))));

    assertEquals(Map.of("H", first.id()), holders());
    assertEquals(second, vault.load("T-2").known().cards().get("T-2"));
  }

  @Test
  void twoCardsMaySwapHolders() {
    Card first = keep(Deck.assigned(Deck.pooled("T-1"), "A"));
    Card second = keep(Deck.assigned(Deck.pooled("T-2"), "B"));

    vault.commit(
        new Draft()
            .change(first, Deck.assigned(Deck.withdrawn(first), "B"))
            .change(second, Deck.assigned(Deck.withdrawn(second), "A")));

    assertEquals(Map.of("A", "T-2", "B", "T-1"), holders());
  }

  /** The statement that frees holders is rarely needed, so others are prepared before it. */
  @Test
  void twoCardsMaySwapHoldersOnAConnectionThatHasUpdatedBefore() {
    try (Vault narrow = new Vault(1)) {
      Card first = Deck.pooled("T-1");
      Card second = Deck.pooled("T-2");
      narrow.commit(new Draft().create(first).create(second));
      Card hasA = Deck.assigned(first, "A");
      Card hasB = Deck.assigned(second, "B");
      narrow.commit(new Draft().change(first, hasA).change(second, hasB));

      narrow.commit(
          new Draft()
              .change(hasA, Deck.assigned(Deck.withdrawn(hasA), "B"))
              .change(hasB, Deck.assigned(Deck.withdrawn(hasB), "A")));

      assertEquals(
          Map.of("A", "T-2", "B", "T-1"),
          narrow.load(List.of(), List.of("A", "B")).known().holders());
    }
  }

  @Test
  void threeCardsMayRotateTheirHolders() {
    Card first = keep(Deck.assigned(Deck.pooled("T-1"), "A"));
    Card second = keep(Deck.assigned(Deck.pooled("T-2"), "B"));
    Card third = keep(Deck.pooled("T-3"));

    vault.commit(
        new Draft()
            .change(third, Deck.assigned(third, "A"))
            .change(second, Deck.withdrawn(second))
            .change(first, Deck.assigned(Deck.withdrawn(first), "B")));

    assertEquals(Map.of("A", "T-3", "B", "T-1"), holders());
  }

  @Test
  void aHolderMayChangeCardsInEitherOrderOfWriting() {
    Card first = keep(Deck.assigned(Deck.pooled("T-1"), "A"));
    Card second = keep(Deck.pooled("T-2"));
    Card taken = Deck.assigned(second, "A");
    Card left = Deck.withdrawn(first);

    vault.commit(new Draft().change(second, taken).change(first, left));
    assertEquals(Map.of("A", "T-2"), holders());

    vault.commit(
        new Draft().change(taken, Deck.withdrawn(taken)).change(left, Deck.assigned(left, "A")));
    assertEquals(Map.of("A", "T-1"), holders());
  }

  @Test
  void aHolderMayMoveToANewCard() {
    Card first = keep(Deck.assigned(Deck.pooled("T-1"), "A"));

    vault.commit(
        new Draft()
            .create(Deck.assigned(Deck.pooled("T-2"), "A"))
            .change(first, Deck.withdrawn(first)));

    assertEquals(Map.of("A", "T-2"), holders());
  }

  @Test
  void anExpiredCardLeavesItsHolderFree() {
    Card first = keep(Deck.assigned(Deck.pooled("T-1"), "A"));
    Card second = keep(Deck.pooled("T-2"));

    vault.commit(
        new Draft().change(second, Deck.assigned(second, "A")).change(first, Deck.expired(first)));

    assertEquals(Map.of("A", "T-2"), holders());
  }

  @Test
  void severalCardsPerHolderDoNotConflictWhereTheyAreAllowed() {
    Card first = keep(Deck.pooled("T-1"));
    Card second = keep(Deck.pooled("T-2"));

    vault.commit(
        new Draft()
            .severalCardsPerHolder()
            .change(first, Deck.assigned(first, "A"))
            .change(second, Deck.assigned(second, "A")));

    assertEquals(Map.of(), holders());
  }

  private Card keep(Card card) {
    vault.commit(new Draft().create(card));
    return card;
  }

  private Map<String, String> holders() {
    return vault.load(List.of(), List.of("A", "B", "C", "H")).known().holders();
  }
}
