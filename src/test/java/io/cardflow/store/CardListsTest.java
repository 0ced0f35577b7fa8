package io.cardflow.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cardflow.domain.Card;
import io.cardflow.domain.CardState;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** A list has exactly the cards that match its filter, in its order, whatever the page size. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CardListsTest {

  private static final int CARDS = 330;
  private static final CardFilter ALL = new CardFilter(null, null, null, null, null);

  private final Vault vault = new Vault();
  private final CardLists lists = new CardLists(vault.pool());
  private final List<Card> cards = new ArrayList<>();

  @BeforeAll
  void fill() {
    Random random = new Random(7);
    CardState[] states = CardState.values();
    Draft draft = new Draft().severalCardsPerHolder();
    for (int i = 0; i < CARDS; i++) {
      CardState state = states[i % states.length];
      Card card =
          Deck.in(state, "T-" + i).toBuilder()
              .since(Deck.NOW.plusSeconds(random.nextInt(20)))
              .overdue(state.isWaiting() && random.nextInt(3) == 0)
              .build();
      cards.add(card);
      draft.create(card);
    }
    vault.commit(draft);
    vault.run(
        """
        UPDATE card_request SET layout_id = 'L' || (length(card_id) + ascii(right(card_id, 1))) % 2;
        INSERT INTO order_batch (id, status, layout_id, delivery, cards, collected_at, order_id)
        VALUES ('B-1', 'CLOSED', 'L0', '{}', 1, now(), 'OD-1'), ('B-2', 'UNKNOWN', 'L1', '{}', 1, now(), NULL);
        INSERT INTO order_card (card_id, batch_id, accepted, producer_card_id)
        SELECT id, 'B-1', substr(id, 3)::int % 3 <> 0, 'CA-' || id FROM card WHERE substr(id, 3)::int < 40;
        INSERT INTO order_card (card_id, batch_id)
        SELECT id, 'B-2' FROM card WHERE substr(id, 3)::int BETWEEN 40 AND 60
        """);
  }

  @AfterAll
  void close() {
    vault.close();
  }

  @ParameterizedTest
  @EnumSource(CardState.class)
  void aStateHasItsCards(CardState state) {
    CardFilter filter = new CardFilter(state, null, null, null, null);
    Comparator<Card> order =
        state == CardState.ASSIGNED
            ? Comparator.comparing(Card::id)
            : Comparator.comparing(Card::since).thenComparing(Card::id);

    assertEquals(ids(card -> card.state() == state, order), all(filter, 7));
  }

  static Stream<CardFilter> filters() {
    List<CardFilter> filters = new ArrayList<>();
    for (CardState state :
        new CardState[] {null, CardState.ORDERED, CardState.LOCKED, CardState.ASSIGNED}) {
      for (String order : new String[] {null, "OD-1", "OD-?"}) {
        for (String batch : new String[] {null, "B-1", "B-2"}) {
          for (String layout : new String[] {null, "L0", "L1"}) {
            for (Boolean overdue : new Boolean[] {null, true, false}) {
              filters.add(new CardFilter(state, order, batch, layout, overdue));
            }
          }
        }
      }
    }
    return filters.stream();
  }

  /** The page size is larger than the table in the comparison, and small in the list. */
  @ParameterizedTest
  @MethodSource("filters")
  void filtersCombine(CardFilter filter) {
    List<String> expected =
        lists.page(ALL, null, 500).await().atMost(Duration.ofSeconds(20)).items().stream()
            .filter(card -> matches(filter, card))
            .map(CardSummary::cardId)
            .sorted()
            .toList();

    assertEquals(expected, all(filter, 7).stream().sorted().toList());
    assertEquals(expected, all(filter, 500).stream().sorted().toList());
  }

  @Test
  void overdueCardsComeWithTheLongestStayFirst() {
    assertEquals(
        ids(Card::overdue, Comparator.comparing(Card::since).thenComparing(Card::id)),
        all(new CardFilter(null, null, null, null, true), 5));
  }

  /** Sources that do not know the whole filter read a limited number of rows. */
  @Test
  void aPageCanBeEmptyBeforeTheEnd() {
    try (Vault large = new Vault()) {
      Draft draft = new Draft();
      IntStream.range(0, 2_100).forEach(i -> draft.create(Deck.queued("T-%04d".formatted(i))));
      large.commit(draft);
      large.run("UPDATE card SET overdue = true WHERE id = 'T-2050'");
      CardLists pages = new CardLists(large.pool());
      CardFilter filter = new CardFilter(null, null, null, "L1", true);

      Portion<CardSummary> first = await(pages, filter, null, 10);
      Portion<CardSummary> second = await(pages, filter, first.next(), 10);
      Portion<CardSummary> third = await(pages, filter, second.next(), 10);

      assertEquals(List.of(), first.items());
      assertEquals("T-0999", first.next().get(1));
      assertEquals(List.of(), second.items());
      assertEquals("T-2050", third.items().get(0).cardId());
      assertNull(third.next());
    }
  }

  @Test
  void theLastPageHasNoNext() {
    assertNull(await(lists, ALL, null, CARDS).next());
    assertEquals(1, await(lists, ALL, null, CARDS - 1).next().size());
  }

  @Test
  void aSummaryHasWhatItsTablesKnow() {
    CardSummary accepted = find("T-1");
    assertEquals("B-1", accepted.batchId());
    assertEquals("OD-1", accepted.orderId());
    assertEquals("CA-T-1", accepted.producerCardId());
    assertNull(find("T-3").orderId(), "refused in that order");
    assertNull(find("T-41").orderId(), "not answered");
    assertNull(find("T-200").batchId());
    assertEquals("L0", find("T-1").layoutId());
    assertEquals("L1", find("T-2").layoutId());
    Card assigned =
        cards.stream().filter(card -> card.activeHolder() != null).findFirst().orElseThrow();
    assertTrue(find(assigned.id()).held());
    assertEquals(assigned.assignment().validUntil(), find(assigned.id()).validUntil());
    assertFalse(find("T-0").held());
  }

  /** After retention has removed its request. */
  @Test
  void theLayoutOfAnOrderedCardStaysWithItsBatch() {
    vault.run("CREATE TABLE kept AS SELECT * FROM card_request WHERE card_id = 'T-2'");
    vault.run("DELETE FROM card_request WHERE card_id = 'T-2'");

    assertEquals("L0", find("T-2").layoutId());

    vault.run("INSERT INTO card_request SELECT * FROM kept; DROP TABLE kept");
  }

  @Test
  void madeUpKeysAreRefused() {
    CardFilter ended = new CardFilter(CardState.LOCKED, null, null, null, null);
    for (List<String> keys :
        List.of(
            List.of("T-1"),
            List.of("yesterday", "T-1"),
            List.of("+1000000000-12-31T23:59:59Z", "T-1"),
            List.of("2025-03-04T05:06:07Z", "\0"))) {
      assertThrows(InvalidKeys.class, () -> lists.page(ended, keys, 10), keys.toString());
    }
    assertThrows(InvalidKeys.class, () -> lists.page(ALL, List.of("a", "b"), 10));
  }

  private static boolean matches(CardFilter filter, CardSummary card) {
    return (filter.state() == null || filter.state() == card.state())
        && (filter.orderId() == null || filter.orderId().equals(card.orderId()))
        && (filter.batchId() == null || filter.batchId().equals(card.batchId()))
        && (filter.layoutId() == null || filter.layoutId().equals(card.layoutId()))
        && (filter.overdue() == null || filter.overdue() == card.overdue());
  }

  private List<String> ids(Predicate<Card> wanted, Comparator<Card> order) {
    return cards.stream().filter(wanted).sorted(order).map(Card::id).toList();
  }

  private CardSummary find(String id) {
    return await(lists, ALL, null, 500).items().stream()
        .filter(card -> card.cardId().equals(id))
        .findFirst()
        .orElseThrow();
  }

  private List<String> all(CardFilter filter, int size) {
    List<String> ids = new ArrayList<>();
    List<String> after = null;
    do {
      Portion<CardSummary> page = await(lists, filter, after, size);
      assertTrue(page.items().size() <= size);
      page.items().forEach(card -> ids.add(card.cardId()));
      after = page.next();
    } while (after != null);
    return ids;
  }

  private static Portion<CardSummary> await(
      CardLists lists, CardFilter filter, List<String> after, int size) {
    return lists.page(filter, after, size).await().atMost(Duration.ofSeconds(20));
  }
}
