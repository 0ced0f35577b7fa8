package io.cardflow.store;

import static io.cardflow.store.Vault.COMMANDS;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cardflow.domain.Card;
import io.cardflow.domain.CardState;
import io.cardflow.domain.JournalPosition;
import io.cardflow.domain.KnownMessages;
import io.cardflow.domain.Ledger;
import io.cardflow.domain.TakenMessage;
import io.cardflow.domain.TakenMessages;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** What cards have taken in is stored with them, and further messages in a table of their own. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CardMessagesTest {

  private static final Card CARD = Deck.queued("T-1");
  private static final JournalPosition LAST = new JournalPosition(Integer.MAX_VALUE, 1L << 40);

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
  void aLedgerIsRestoredAsItWasStored() {
    Ledger ledger = new Ledger(1, messages(1, Ledger.MOST), false, LAST);

    vault.commit(new Draft().create(CARD).ledger("T-1", ledger).advance(vault.own(COMMANDS)));

    assertEquals(ledger, load("T-1", 0).ledgers().get("T-1"));
    assertEquals(
        CardMessageTable.BYTES * Ledger.MOST, vault.number("SELECT length(messages) FROM card"));
  }

  @Test
  void aMessageThatDoesNotChangeItsCardChangesTheLedgerAlone() {
    vault.commit(new Draft().create(CARD).advance(vault.own(COMMANDS)));
    Ledger ledger = new Ledger(2, messages(5, 1), false, LAST);

    vault.commit(new Draft().known(CARD).ledger("T-1", ledger).advance(vault.own(COMMANDS)));

    assertEquals(ledger, load("T-1", 0).ledgers().get("T-1"));
    assertEquals(1, vault.number("SELECT version FROM card"));
  }

  @Test
  void aWriterWithAnotherRevisionChangesNothing() {
    vault.commit(new Draft().create(CARD).advance(vault.own(COMMANDS)));
    vault.run("UPDATE card SET revision = revision + 1");
    Ledger ledger = new Ledger(2, messages(5, 1), false, LAST);

    assertThrows(
        Conflict.class,
        () ->
            vault.commit(
                new Draft().known(CARD).ledger("T-1", ledger).advance(vault.own(COMMANDS))));
    assertThrows(
        Conflict.class,
        () ->
            vault.commit(
                new Draft()
                    .change(CARD, Deck.moved(CARD, CardState.ORDERED))
                    .advance(vault.own(COMMANDS))));

    assertEquals(2, vault.number("SELECT revision FROM card"));
    assertEquals("PROCESSING", vault.ask("SELECT state FROM card"));
  }

  @Test
  void movedMessagesAreFoundByTheirDigests() {
    vault.commit(
        new Draft()
            .create(CARD)
            .ledger("T-1", new Ledger(1, messages(20, 3), true, LAST))
            .moved("T-1", messages(1, 16))
            .advance(vault.own(COMMANDS)));

    assertEquals(messages(7, 1), load("T-1", 7).more().get("T-1"));
    assertNull(load("T-1", 17).more().get("T-1"));
    assertEquals(0, vault.count("card_message WHERE forget_at IS NOT NULL"));
  }

  @Test
  void messagesAboutAnUnknownCardAreRememberedForATime() {
    vault.commit(new Draft().moved("T-9", messages(1, 2)).advance(vault.own(COMMANDS)));

    KnownMessages known = load("T-9", 2);

    assertEquals(messages(2, 1), known.more().get("T-9"));
    assertEquals(
        2,
        vault.count(
            "card_message WHERE forget_at BETWEEN now() + interval '29 days'"
                + " AND now() + interval '30 days'"));
  }

  @Test
  void aRequestedCardTakesItsEarlierMessagesOver() {
    vault.commit(new Draft().moved("T-1", messages(1, 2)).advance(vault.own(COMMANDS)));

    assertEquals(TakenMessages.NONE, load("T-1", 77, true).more().get("T-1"));
    assertFalse(load("T-2", 77, true).more().containsKey("T-2"));
    vault.commit(
        new Draft()
            .create(CARD)
            .ledger("T-1", new Ledger(1, TakenMessages.NONE, true, LAST))
            .advance(vault.own(COMMANDS)));

    assertEquals(2, vault.count("card_message WHERE forget_at IS NULL"));
    assertTrue(load("T-1", 1).ledgers().get("T-1").hasMore());
  }

  /** What a lane reads for a message with this digest. */
  private KnownMessages load(String card, long digest) {
    return load(card, digest, false);
  }

  private KnownMessages load(String card, long digest, boolean requested) {
    BatchTransaction transaction = vault.begin();
    Loaded loaded =
        Vault.await(
            transaction.load(
                new Lookup(
                    new TreeSet<>(),
                    List.of(card),
                    List.of(),
                    List.of(new CardMessage(card, digest)),
                    requested ? List.of(card) : List.of(),
                    List.of())));
    Vault.await(transaction.rollback());
    return loaded.known().messages();
  }

  /** This many messages, with digests from the first. */
  private static TakenMessages messages(long first, int count) {
    List<TakenMessage> messages = new ArrayList<>();
    for (long digest = first; digest < first + count; digest++) {
      messages.add(new TakenMessage(digest, -digest, new JournalPosition(3, digest << 33)));
    }
    return TakenMessages.of(messages);
  }
}
