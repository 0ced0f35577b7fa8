package io.cardflow.store;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.cardflow.domain.Card;
import io.cardflow.domain.CardState;
import io.cardflow.domain.OrderReference;
import io.cardflow.history.SideTables;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** A card is listed under the order that was accepted for it, and no longer under the former. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class AcceptedOrderTest {

  private final Vault vault = new Vault();
  private final CardLists lists = new CardLists(vault.pool());

  @BeforeEach
  void orderFour() {
    vault.empty();
    Draft ordered = new Draft();
    cards().forEach(ordered::create);
    vault.commit(ordered);
    vault.run(
        """
        INSERT INTO order_batch (id, status, layout_id, delivery, cards, collected_at, order_id)
        VALUES ('B-1', 'CLOSED', 'L1', '{}', 4, now(), 'OD-1');
        INSERT INTO order_card (card_id, batch_id, accepted) SELECT id, 'B-1', true FROM card
        """);
  }

  @AfterAll
  void close() {
    vault.close();
  }

  @Test
  void anOrderHasItsPartsUnderTheirOwnNumbers() {
    assertEquals(List.of("T-1", "T-2", "T-3", "T-4"), of("OD-1"));

    cards().skip(2).forEach(card -> vault.commit(new Draft().change(card, under("OD-1-B", card))));

    assertEquals(List.of("T-1", "T-2"), of("OD-1"));
    assertEquals(List.of("T-3", "T-4"), of("OD-1-B"));
    assertEquals(List.of(), SideTables.violations(vault.database()));
  }

  @Test
  void aCardIsListedOnceUnderTheLastOrder() {
    Card first = cards().findFirst().orElseThrow();
    Card second = under("OD-1-B", first);
    vault.commit(new Draft().change(first, second));
    Card third = under("OD-1-C", second);
    vault.commit(new Draft().change(second, third));
    assertEquals(List.of(), of("OD-1-B"));
    assertEquals(List.of("T-1"), of("OD-1-C"));

    vault.commit(new Draft().change(third, under("OD-1", third)));

    assertEquals(List.of("T-1", "T-2", "T-3", "T-4"), of("OD-1"));
    assertEquals(List.of(), of("OD-1-C"));
    assertEquals(List.of(), SideTables.violations(vault.database()));
  }

  @Test
  void theFirstOrderOfACardIsNoName() {
    Card queued = Deck.queued("T-9");
    vault.commit(new Draft().create(queued));
    vault.commit(new Draft().change(queued, Deck.ordered(queued)));

    assertEquals(0, vault.count("card_alias WHERE kind = 'ORDER'"));
  }

  private static Stream<Card> cards() {
    return Stream.of("T-1", "T-2", "T-3", "T-4")
        .map(
            id ->
                Deck.in(CardState.ORDERED, id).toBuilder()
                    .order(new OrderReference("B-1", "OD-1", null))
                    .build());
  }

  private static Card under(String order, Card card) {
    return card.toBuilder()
        .version(card.version() + 1)
        .order(new OrderReference("B-1", order, null))
        .build();
  }

  private List<String> of(String order) {
    CardFilter filter = new CardFilter(null, order, null, null, null);
    List<String> found = new ArrayList<>();
    List<String> after = null;
    do {
      Portion<CardSummary> page =
          lists.page(filter, after, 1).await().atMost(Duration.ofSeconds(20));
      page.items().forEach(card -> found.add(card.cardId()));
      after = page.next();
    } while (after != null);
    return found;
  }
}
