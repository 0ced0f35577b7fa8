package io.cardflow.store;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.cardflow.domain.Card;
import io.cardflow.domain.CardState;
import io.cardflow.domain.Command.RequestCard;
import io.cardflow.domain.DeliveryAddress;
import io.cardflow.domain.Fold;
import io.cardflow.domain.JournalPosition;
import io.cardflow.domain.KnownMessages;
import io.cardflow.domain.Message;
import io.cardflow.domain.Policy;
import io.cardflow.domain.Reminders;
import io.vertx.core.Future;
import io.vertx.sqlclient.SqlConnection;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** A card waits in the queue until it is ordered, and is then held by its batch. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class HeldCardTest {

  private static final String CLAIM =
      "WITH taken AS (DELETE FROM order_queue WHERE card_id = '%s' RETURNING card_id)"
          + " INSERT INTO order_card (card_id, batch_id) SELECT card_id, 'B-7' FROM taken";

  private final Vault vault = new Vault();

  @BeforeEach
  void empty() {
    vault.empty();
  }

  @AfterAll
  void close() {
    vault.close();
  }

  @Test
  void aCardIsHeldByTheBatchThatClaimedIt() {
    vault.commit(new Draft().create(Deck.queued("T-1")).create(Deck.queued("T-2")));
    vault.run(CLAIM.formatted("T-1"));

    assertEquals(Map.of("T-1", "B-7"), vault.load("T-1", "T-2").known().heldBy());
    assertEquals(Map.of(), vault.load("T-2").known().heldBy());
  }

  @Test
  void noBatchClaimsACardThatIsBeingDecided() {
    vault.commit(new Draft().create(Deck.queued("T-1")).create(Deck.queued("T-2")));
    Draft draft = new Draft().change(Deck.queued("T-1"), Deck.queued("T-1"));
    BatchTransaction transaction = vault.begin();
    Vault.await(transaction.load(draft.lookup()));

    assertEquals(
        "T-2",
        vault.ask(
            "SELECT string_agg(card_id, ',') FROM"
                + " (SELECT card_id FROM order_queue FOR UPDATE SKIP LOCKED) AS free"));

    Vault.await(transaction.rollback());
  }

  @ParameterizedTest
  @EnumSource(
      value = CardState.class,
      names = {"ABORTED", "FAILED", "ORDERED", "IN_PRODUCTION", "PRODUCED"})
  void aCardThatLeavesTheWaitingStatesLeavesTheQueue(CardState to) {
    Card card = Deck.queued("T-1");
    vault.commit(new Draft().create(card).create(Deck.queued("T-2")));

    vault.commit(new Draft().change(card, Deck.moved(card, to)));

    assertEquals("T-2", vault.ask("SELECT string_agg(card_id, ',') FROM order_queue"));
    assertEquals(2, vault.count("card_request"));
  }

  /** A decision about a card that is being claimed waits, and then sees the claim. */
  @Test
  void aCardThatIsBeingClaimedIsKnownToBeHeld() {
    vault.commit(new Draft().create(Deck.queued("T-1")));
    SqlConnection collector = Vault.await(vault.pool().getConnection());
    Vault.await(collector.query("BEGIN").execute());
    Vault.await(collector.query(CLAIM.formatted("T-1")).execute());

    BatchTransaction deciding = vault.begin();
    Future<Loaded> loaded =
        deciding.load(new Draft().change(Deck.queued("T-1"), Deck.queued("T-1")).lookup());
    Awaitility.await()
        .until(() -> vault.number("SELECT count(*) FROM pg_locks WHERE NOT granted") == 1);
    Vault.await(collector.query("COMMIT").execute());

    assertEquals(Map.of("T-1", "B-7"), Vault.await(loaded).known().heldBy());
    Vault.await(deciding.rollback());
    Vault.await(collector.close());
  }

  @Test
  void aCardThatKeepsWaitingKeepsItsPlace() {
    Card card = Deck.queued("T-1");
    vault.commit(new Draft().create(card));

    vault.commit(new Draft().change(card, Deck.moved(card, CardState.PROCESSING)));

    assertEquals("T-1", vault.ask("SELECT card_id FROM order_queue"));
  }

  @Test
  void aCardRequestedAndAbortedInOneBatchNeverWaits() {
    vault.commit(new Draft().create(Deck.moved(Deck.queued("T-1"), CardState.ABORTED)));

    assertEquals(0, vault.count("order_queue"));
    assertEquals(1, vault.count("card_request"));
  }

  @ParameterizedTest
  @CsvSource({"false,true,true", "true,false,false", ",true,false", ",false,true"})
  void aRequestThatDoesNotQueueIsMarkedForImmediateOrdering(
      Boolean queue, boolean setting, boolean immediate) {
    RequestCard request = request(queue);
    Fold fold =
        new Fold(
            new Policy(setting, Duration.ofDays(1), true, new Reminders(List.of())),
            Deck.NOW,
            new Fold.Known(Map.of(), Map.of(), Map.of(), KnownMessages.NONE));
    fold.apply(
        new Message(
            Deck.message("m-1"),
            "T-1",
            "io.cardflow.command.request-card.v1",
            Deck.NOW,
            null,
            null,
            null,
            new UUID(0, 0),
            request),
        new JournalPosition(1, 0));

    vault.commit(new Draft().create(fold.changed().iterator().next(), request));

    assertEquals(
        "T-1 %s t".formatted(immediate ? "t" : "f"),
        vault.ask(
            "SELECT format('%s %s %s', card_id, immediate, since = '"
                + Deck.NOW
                + "') FROM order_queue"));
  }

  @Test
  void theRequestIsKept() {
    vault.commit(
        new Draft()
            .create(Deck.queued("T-1"), request(null))
            .create(
                Deck.queued("T-2"),
                new RequestCard(
                    "L\"2",
                    new DeliveryAddress("R", null, "A 1", null, "1", "C", "SE", null),
                    Map.of(),
                    null,
                    null)));

    assertEquals(
        "L1|{\"recipient\":\"Ré\",\"companyName\":\"Co\",\"addressOne\":\"A 1\","
            + "\"addressTwo\":\"A 2\",\"postalCode\":\"1\",\"city\":\"C\",\"countryCode\":\"SE\","
            + "\"phone\":\"+46\"}|{\"line\":\"😀\"}|K",
        order("T-1"));
    assertEquals(
        "L\"2|{\"recipient\":\"R\",\"addressOne\":\"A 1\",\"postalCode\":\"1\",\"city\":\"C\","
            + "\"countryCode\":\"SE\"}|{}|",
        order("T-2"));
  }

  private String order(String card) {
    return vault.ask(
        "SELECT format('%s|%s|%s|%s', layout_id, delivery, card_elements, cost_centre)"
            + " FROM card_request WHERE card_id = '"
            + card
            + "'");
  }

  private static RequestCard request(Boolean queue) {
    return new RequestCard(
        "L1",
        new DeliveryAddress("Ré", "Co", "A 1", "A 2", "1", "C", "SE", "+46"),
        Map.of("line", "😀"),
        "K",
        queue);
  }
}
