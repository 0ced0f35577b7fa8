package io.cardflow.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cardflow.domain.Command.RequestCard;
import io.cardflow.domain.DeliveryAddress;
import io.cardflow.store.OrderQueue.Portion;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Waiting cards are collected into batches, each into exactly one. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CollectTest {

  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final Vault vault = new Vault(8);
  private final OrderQueue queue = new OrderQueue(vault.fence());
  private int runs;

  @BeforeEach
  void empty() {
    vault.empty();
  }

  @AfterAll
  void close() {
    vault.close();
  }

  @Test
  void cardsWithTheSameLayoutAndAddressShareABatch() {
    waiting("a", 3, "L1", "Stockholm", "1 second");
    waiting("b", 2, "L2", "Stockholm", "1 second");
    waiting("c", 1, "L1", "Uppsala", "1 second");

    Portion portion = collect(false, 500);

    assertEquals(new Portion(6, 3, false), portion);
    assertEquals(
        "a-1,a-2,a-3|b-1,b-2|c-1",
        vault.ask(
            "SELECT string_agg(cards, '|' ORDER BY cards) FROM (SELECT"
                + " string_agg(card_id, ',' ORDER BY card_id) AS cards FROM order_card"
                + " GROUP BY batch_id) AS batch"));
    assertEquals(
        "L1 {\"city\":\"Uppsala\"} 1 COLLECTED t t",
        vault.ask(
            "SELECT format('%s %s %s %s %s %s', layout_id, delivery, cards, status,"
                + " due_at <= now(), collected_at <= now()) FROM order_batch"
                + " WHERE id = (SELECT batch_id FROM order_card WHERE card_id = 'c-1')"));
  }

  @Test
  void eachCostCentreHasABatchOfItsOwn() {
    Draft draft = new Draft();
    draft.create(Deck.queued("T-1"), request("CC-1")).create(Deck.queued("T-2"), request("CC-2"));
    draft.create(Deck.queued("T-3"), request(null)).create(Deck.queued("T-4"), request("CC-1"));
    draft.create(Deck.queued("T-5"), request("CC-2"));
    vault.commit(draft);

    assertEquals(new Portion(5, 3, false), collect(false, 500));
    assertEquals(
        "CC-1 2|CC-2 2|none 1",
        vault.ask(
            "SELECT string_agg(coalesce(cost_centre, 'none') || ' ' || cards, '|'"
                + " ORDER BY cost_centre) FROM order_batch"));
  }

  @Test
  void aBatchHasTheOldestCardsUpToItsLimit() {
    waiting("new", 2, "L1", "Stockholm", "1 minute");
    waiting("old", 4, "L1", "Stockholm", "1 day");

    collect(false, 3);

    assertEquals(
        "old-1,old-2,old-3|old-4,new-1,new-2",
        vault.ask(
            "SELECT string_agg(cards, '|' ORDER BY id) FROM (SELECT batch_id AS id,"
                + " string_agg(card_id, ',' ORDER BY card_id LIKE 'new%', card_id) AS cards"
                + " FROM order_card GROUP BY 1) AS batch"));
  }

  @Test
  void aCollectedCardIsHeldByItsBatchAndNotCollectedAgain() {
    waiting("a", 5, "L1", "Stockholm", "1 second");
    collect(false, 500);

    assertEquals(new Portion(0, 0, false), collect(false, 500));
    assertEquals(
        5, vault.number("SELECT count(*) FROM order_card o JOIN order_batch b ON b.id = batch_id"));
    assertEquals(0, vault.count("order_queue"));
  }

  @Test
  void cardsOrderedImmediatelyGetABatchEach() {
    waiting("queued", 2, "L1", "Stockholm", "1 second");
    waiting("urgent", 3, "L1", "Stockholm", "1 second");
    vault.run("UPDATE order_queue SET immediate = true WHERE card_id LIKE 'urgent%'");

    assertEquals(new Portion(3, 3, false), collect(true, 1));
    assertEquals(new Portion(2, 1, false), collect(false, 500));
  }

  @Test
  void aCardLockedByTheInboxIsLeftToTheNextRun() {
    vault.commit(new Draft().create(Deck.queued("T-1")).create(Deck.queued("T-2")));
    BatchTransaction deciding = vault.begin();
    Vault.await(deciding.load(new Draft().change(Deck.queued("T-1"), Deck.queued("T-1")).lookup()));

    assertEquals(new Portion(1, 1, false), collect(false, 500));

    Vault.await(deciding.rollback());
    assertEquals(new Portion(1, 1, false), collect(false, 500));
  }

  @Test
  void aDestinationLargerThanAPortionContinuesInTheNext() {
    waiting("a", 300, "L1", "Stockholm", "1 second");
    waiting("b", OrderQueue.PORTION + 200, "L1", "Uppsala", "1 second");

    Portion first = collect(false, 500);
    Portion second = collect(false, 500);

    assertTrue(first.full());
    assertFalse(second.full());
    assertEquals(OrderQueue.PORTION + 500, first.plus(second).cards());
    assertEquals(
        "300 1|200 1|500 40",
        vault.ask(
            "SELECT string_agg(size || ' ' || batches, '|' ORDER BY batches, size DESC) FROM"
                + " (SELECT cards AS size, count(*) AS batches FROM order_batch GROUP BY 1) AS s"));
  }

  @Test
  void theLastDestinationOfAFullPortionWaitsForTheNext() {
    int cities = OrderQueue.PORTION / 450 + 5;
    for (int city = 0; city < cities; city++) {
      waiting("c" + city, 450, "L1", "City " + city, city + " seconds");
    }

    Portion first = collect(false, 500);
    Portion second = collect(false, 500);

    assertEquals(
        new Portion(OrderQueue.PORTION / 450 * 450, OrderQueue.PORTION / 450, true), first);
    assertEquals(new Portion(5 * 450, 5, false), second);
    assertEquals(0, vault.number("SELECT count(*) FROM order_batch WHERE cards <> 450"));
  }

  @Test
  void concurrentCollectorsNeverPutACardInTwoBatches() {
    for (int city = 0; city < 20; city++) {
      waiting("c" + city, 400, "L1", "City " + city, city + " seconds");
    }

    List<CompletableFuture<Portion>> collectors = new ArrayList<>();
    for (int collector = 0; collector < 6; collector++) {
      collectors.add(queue.collect("B-" + ++runs, false, 150).subscribe().asCompletionStage());
    }
    int cards = collectors.stream().mapToInt(each -> each.join().cards()).sum();
    cards += collect(false, 150).cards();

    assertEquals(8_000, cards);
    assertEquals(8_000, vault.number("SELECT count(DISTINCT card_id) FROM order_card"));
    assertEquals(8_000, vault.number("SELECT sum(cards) FROM order_batch"));
    assertEquals(
        0,
        vault.number(
            "SELECT count(*) FROM order_batch b WHERE cards > 150 OR cards <>"
                + " (SELECT count(*) FROM order_card o WHERE o.batch_id = b.id)"));
  }

  @Test
  void thePrimaryKeyRejectsASecondOrderOfACard() {
    waiting("a", 1, "L1", "Stockholm", "1 second");
    collect(false, 500);
    vault.run(
        "INSERT INTO order_queue (card_id, immediate, since, destination)"
            + " VALUES ('a-1', false, now(), '')");

    assertTrue(
        assertThrows(RuntimeException.class, () -> collect(false, 500))
            .getMessage()
            .contains("order_card_pkey"));
  }

  private Portion collect(boolean immediate, int size) {
    return queue.collect("B-" + ++runs, immediate, size).await().atMost(PATIENCE);
  }

  private static RequestCard request(String costCentre) {
    return new RequestCard(
        "L1",
        new DeliveryAddress("Desk", null, "Main 1", null, "12345", "Lund", "SE", null),
        Map.of(),
        costCentre,
        null);
  }

  private void waiting(String prefix, int cards, String layout, String city, String age) {
    vault.run(
        """
        INSERT INTO card_request (card_id, layout_id, delivery, card_elements)
        SELECT '%1$s-' || i, '%3$s', '{"city":"%4$s"}', '{}' FROM generate_series(1, %2$d) AS i;
        INSERT INTO order_queue (card_id, immediate, since, destination)
        SELECT '%1$s-' || i, false, now() - interval '%5$s', sha256('%3$s %4$s')
        FROM generate_series(1, %2$d) AS i
        """
            .formatted(prefix, cards, layout, city, age));
  }
}
