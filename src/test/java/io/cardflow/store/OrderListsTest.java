package io.cardflow.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cardflow.domain.CardState;
import io.cardflow.domain.OrderStatus;
import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Order batches and their cards are listed page by page. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class OrderListsTest {

  private final Vault vault = new Vault();
  private final OrderLists orders = new OrderLists(vault.pool());

  @BeforeAll
  void fill() {
    vault.run(
        """
        INSERT INTO order_batch (id, status, layout_id, delivery, cards, collected_at)
        SELECT 'B-' || lpad(i::text, 2, '0'), CASE WHEN i %% 3 = 0 THEN 'CLOSED' ELSE 'UNKNOWN' END,
          'L1', '{"city":"C"}', 2, '%1$s'
        FROM generate_series(1, 20) AS i;
        UPDATE order_batch SET order_id = 'OD', error = 'TIMEOUT', error_detail = 'no answer',
          due_at = '%1$s', attempts = 3, answered_at = '%1$s', closed_at = '%1$s',
          reconciled_at = '%1$s', completed_at = '%1$s'
        WHERE id = 'B-03';
        INSERT INTO card (id, version, state, since, assignments)
        VALUES ('T-1', 2, 'ORDERED', now(), 0), ('T-2', 2, 'FAILED', now(), 0);
        INSERT INTO order_card (card_id, batch_id, accepted, producer_card_id, refusal_code, refusal_detail)
        VALUES ('T-1', 'B-03', true, 'CA-1', NULL, NULL), ('T-2', 'B-03', false, NULL, 'BAD', 'text');
        INSERT INTO order_card (card_id, batch_id) VALUES ('T-3', 'B-04')
        """
            .formatted(Deck.NOW));
  }

  @AfterAll
  void close() {
    vault.close();
  }

  @Test
  void allBatchesComeById() {
    assertEquals(IntStream.rangeClosed(1, 20).mapToObj("B-%02d"::formatted).toList(), ids(null));
  }

  @Test
  void aStatusHasItsBatches() {
    assertEquals(List.of("B-03", "B-06", "B-09", "B-12", "B-15", "B-18"), ids(OrderStatus.CLOSED));
    assertEquals(List.of(), ids(OrderStatus.REFUSED));
  }

  @Test
  void aBatchHasAllItsColumns() {
    assertEquals(
        new OrderSummary(
            "B-03",
            OrderStatus.CLOSED,
            "L1",
            "{\"city\":\"C\"}",
            2,
            Deck.NOW,
            Deck.NOW,
            3,
            Deck.NOW,
            "OD",
            "TIMEOUT",
            "no answer",
            Deck.NOW,
            Deck.NOW,
            Deck.NOW,
            false),
        await(orders.find("B-03")).orElseThrow());
    assertTrue(await(orders.find("B-0")).isEmpty());
  }

  @Test
  void aBatchHasItsCards() {
    assertEquals(
        List.of(
            new OrderLists.Line("T-1", true, "CA-1", null, null, CardState.ORDERED),
            new OrderLists.Line("T-2", false, null, "BAD", "text", CardState.FAILED)),
        all(after -> orders.cards("B-03", after, 1)));
    assertEquals(
        List.of(new OrderLists.Line("T-3", null, null, null, null, null)),
        all(after -> orders.cards("B-04", after, 10)));
  }

  @Test
  void madeUpKeysAreRefused() {
    assertThrows(InvalidKeys.class, () -> orders.page(null, List.of("a", "b"), 2));
    assertThrows(InvalidKeys.class, () -> orders.cards("B-03", List.of("\0"), 2));
  }

  private List<String> ids(OrderStatus status) {
    return all(after -> orders.page(status, after, 4)).stream().map(OrderSummary::batchId).toList();
  }

  private static <T> List<T> all(Function<List<String>, Uni<Portion<T>>> read) {
    List<T> all = new ArrayList<>();
    List<String> after = null;
    do {
      Portion<T> page = await(read.apply(after));
      all.addAll(page.items());
      after = page.next();
    } while (after != null);
    return all;
  }

  private static <T> T await(Uni<T> uni) {
    return uni.await().atMost(Duration.ofSeconds(20));
  }
}
