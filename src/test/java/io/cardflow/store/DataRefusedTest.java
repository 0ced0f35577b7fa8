package io.cardflow.store;

import static io.cardflow.store.Vault.COMMANDS;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.cardflow.domain.Card;
import io.cardflow.domain.CardState;
import io.cardflow.domain.InboundPartition;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * A row that PostgreSQL rejects is distinguished from a technical fault, and makes its batch fail.
 */
class DataRefusedTest {

  private final Vault vault = new Vault(1);
  private Map<InboundPartition, Progress> owned;

  @BeforeEach
  void own() {
    owned = vault.own(COMMANDS);
  }

  @AfterEach
  void close() {
    vault.close();
  }

  @Test
  void aNewCardThatViolatesACheckIsRejected() {
    vault.run("ALTER TABLE card ADD CHECK (id <> 'T-13')");

    assertEquals("23514", refusal(full(Deck.queued("T-13"), "m-1")));

    assertNothingKept();
  }

  @Test
  void aChangedCardThatViolatesACheckIsRejected() {
    vault.run("ALTER TABLE card ADD CHECK (state <> 'LOCKED')");
    Card card = Deck.pooled("T-1");
    vault.commit(new Draft().create(card));

    assertEquals(
        "23514",
        refusal(
            new Draft()
                .change(card, Deck.moved(card, CardState.LOCKED))
                .remember(Deck.rejected("m-1", "T-1"))
                .advance(owned)));

    assertEquals(card, vault.load("T-1").known().cards().get("T-1"));
    assertEquals(0, vault.count("journal_unit"));
  }

  @Test
  void aNulInACardIsRejected() {
    assertEquals("22021", refusal(full(Deck.queued("T-\u0000"), "m-1")));

    assertNothingKept();
  }

  @Test
  void aNulInAMessageIdIsRejected() {
    assertEquals("22021", refusal(full(Deck.queued("T-1"), "m-\u0000")));

    assertNothingKept();
  }

  @Test
  void theConnectionServesTheNextBatch() {
    refusal(full(Deck.queued("T-1"), "m-\u0000"));

    vault.commit(full(Deck.queued("T-1"), "m-1"));

    assertEquals(2, vault.count("card"));
  }

  @Test
  void aMissingTableIsAFaultAndNotRejectedData() {
    vault.run("ALTER TABLE journal_unit RENAME TO elsewhere");
    BatchTransaction transaction = vault.begin();

    RuntimeException fault =
        assertThrows(
            RuntimeException.class,
            () -> Vault.await(transaction.commit(full(Deck.queued("T-1"), "m-1").changes())));
    Vault.await(transaction.rollback());

    assertEquals("io.vertx.pgclient.PgException", fault.getClass().getName());
    assertEquals(0, vault.count("card"));
  }

  private String refusal(Draft draft) {
    BatchTransaction transaction = vault.begin();
    return assertThrows(DataRefused.class, () -> Vault.commit(transaction, draft)).sqlState();
  }

  private Draft full(Card card, String message) {
    return new Draft()
        .create(Deck.queued("T-0"))
        .create(card)
        .remember(Deck.applied(message, card))
        .advance(owned);
  }

  private void assertNothingKept() {
    assertEquals(0, vault.count("card"));
    assertEquals(0, vault.count("card_request"));
    assertEquals(0, vault.count("order_queue"));
    assertEquals(0, vault.count("journal_unit"));
    assertEquals(0, vault.count("progress WHERE next_offset > 0"));
  }
}
