package io.cardflow.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.cardflow.domain.Assignment;
import io.cardflow.domain.Card;
import io.cardflow.domain.CardState;
import io.cardflow.domain.OrderReference;
import io.cardflow.domain.Production;
import io.cardflow.history.SideTables;
import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/**
 * Cards are found by their holders, also past ones, and by every name that the bureau gave them.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CardSearchTest {

  private final Vault vault = new Vault();
  private final CardSearch search = new CardSearch(vault.pool());

  @BeforeEach
  void empty() {
    vault.empty();
  }

  @AfterAll
  void close() {
    vault.close();
  }

  @Test
  void aHolderHasEachAssignment() {
    Draft draft = new Draft();
    for (String id : List.of("T-1", "T-2", "T-3")) {
      draft.create(Deck.pooled(id));
    }
    vault.commit(
        draft
            .assign(assignment("T-2", 1, true))
            .assign(assignment("T-2", 3, true))
            .assign(assignment("T-1", 2, false))
            .assign(
                new AssignmentRow(
                    "T-3", new Assignment(1, "bob", Deck.NOW, Deck.NOW), null, null)));

    List<CardSearch.Held> found = new ArrayList<>();
    List<String> after = null;
    do {
      Portion<CardSearch.Held> page = await(search.ofHolder("anna", after, 2));
      found.addAll(page.items());
      after = page.next();
    } while (after != null);

    assertEquals(
        List.of("T-1 2", "T-2 1", "T-2 3"),
        found.stream().map(each -> each.card().cardId() + " " + each.number()).toList());
    assertNull(found.get(0).endedAt());
    assertNotNull(found.get(1).endedAt());
    assertEquals(List.of(), await(search.ofHolder("carl", null, 2)).items());
  }

  @Test
  void aCardIsFoundByTheBureausId() {
    Card card = Deck.queued("T-1");
    vault.commit(new Draft().create(card));
    vault.commit(new Draft().change(card, Deck.ordered(card)));

    assertEquals(List.of("T-1"), found(AliasKind.PRODUCER_CARD, "CA-T-1"));
    assertEquals(List.of(), found(AliasKind.TRACKING_NUMBER, "CA-T-1"));
    assertEquals(List.of(), found(AliasKind.PRODUCER_CARD, "CA-T"));
  }

  /** Also by one that arrives without a change of state. */
  @Test
  void aCardIsFoundByEachOfItsTrackingNumbers() {
    Card bare = Deck.pooled("T-1");
    Card one = shipped(bare, "TN-1");
    Card two = shipped(one, "TN-1", "TN-2");
    vault.commit(new Draft().create(bare).create(shipped(Deck.pooled("T-2"), "TN-1")));
    vault.commit(new Draft().change(bare, one));
    vault.commit(new Draft().change(one, two));

    assertEquals(List.of("T-1", "T-2"), found(AliasKind.TRACKING_NUMBER, "TN-1"));
    assertEquals(List.of("T-1"), found(AliasKind.TRACKING_NUMBER, "TN-2"));
    assertEquals(List.of(), SideTables.violations(vault.database()));
  }

  @Test
  void aCardThatWasMadeAgainIsFoundByItsNewNamesAlone() {
    Card former =
        shipped(Deck.pooled("T-1"), "TN-1", "TN-shared").toBuilder()
            .order(new OrderReference("B-1", "OD-1", "CA-1"))
            .build();
    Card remade =
        shipped(former, "TN-shared", "TN-2").toBuilder()
            .order(new OrderReference("B-1", "OD-1", "CA-2"))
            .build();
    vault.commit(new Draft().create(former).create(shipped(Deck.pooled("T-2"), "TN-1")));

    vault.commit(new Draft().change(former, remade));

    assertEquals(List.of("T-1"), found(AliasKind.PRODUCER_CARD, "CA-2"));
    assertEquals(List.of(), found(AliasKind.PRODUCER_CARD, "CA-1"));
    assertEquals(List.of("T-1"), found(AliasKind.TRACKING_NUMBER, "TN-2"));
    assertEquals(List.of("T-1"), found(AliasKind.TRACKING_NUMBER, "TN-shared"));
    assertEquals(List.of("T-2"), found(AliasKind.TRACKING_NUMBER, "TN-1"), "of another card");
    assertEquals(Map.of("T-1", remade), vault.load("T-1").known().cards());
    assertEquals(List.of(), SideTables.violations(vault.database()));
  }

  @Test
  void theLongestNamesAreStored() {
    String longest = "😀".repeat(128);
    Card card =
        shipped(Deck.pooled("T".repeat(64)), longest).toBuilder()
            .order(new OrderReference("B", "O", longest))
            .build();
    vault.commit(new Draft().create(card));

    assertEquals(List.of(card.id()), found(AliasKind.PRODUCER_CARD, longest));
    assertEquals(List.of(card.id()), found(AliasKind.TRACKING_NUMBER, longest));
  }

  @Test
  void madeUpKeysAreRefused() {
    assertThrows(InvalidKeys.class, () -> search.ofHolder("anna", List.of("T-1"), 2));
    assertThrows(InvalidKeys.class, () -> search.ofHolder("anna", List.of("T-1", "one"), 2));
    assertThrows(
        InvalidKeys.class, () -> search.ofAlias(AliasKind.PRODUCER_CARD, "a", List.of(), 2));
  }

  private List<String> found(AliasKind kind, String alias) {
    List<String> found = new ArrayList<>();
    List<String> after = null;
    do {
      Portion<CardSummary> page = await(search.ofAlias(kind, alias, after, 1));
      page.items().forEach(card -> found.add(card.cardId()));
      after = page.next();
    } while (after != null);
    return found;
  }

  private static Card shipped(Card card, String... numbers) {
    return card.toBuilder()
        .version(card.version() + 1)
        .production(new Production(null, null, List.of(), null, null, null, List.of(numbers), null))
        .build();
  }

  private static AssignmentRow assignment(String card, int number, boolean ended) {
    return new AssignmentRow(
        card,
        new Assignment(number, "anna", Deck.NOW, Deck.NOW),
        ended ? Deck.NOW : null,
        ended ? CardState.LOCKED.name() : null);
  }

  private static <T> T await(Uni<T> uni) {
    return uni.await().atMost(Duration.ofSeconds(20));
  }
}
