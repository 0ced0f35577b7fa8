package io.cardflow.store;

import static io.cardflow.store.Vault.COMMANDS;
import static io.cardflow.store.Vault.STATUS;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.cardflow.domain.InboundPartition;
import io.cardflow.domain.MessageId;
import io.cardflow.domain.Outcome;
import io.cardflow.domain.Position;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** A message is stored once, with its complete result. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DuplicateMessageTest {

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
  void theSecondCommitOfAKeyLeavesNothingBehind() {
    Map<InboundPartition, Progress> owned = vault.own(COMMANDS, STATUS);
    vault.commit(
        new Draft()
            .remember(Deck.rejected("m-1", "T-1"))
            .progress(COMMANDS, new Advance(owned.get(COMMANDS), 1, 0, 1)));
    Draft second =
        new Draft()
            .create(Deck.queued("T-2"))
            .remember(Deck.rejected("m-2", "T-2"))
            .remember(Deck.rejected("m-1", "T-2"))
            .progress(STATUS, new Advance(owned.get(STATUS), 1, 0, 1));

    assertThrows(Conflict.class, () -> vault.commit(second));

    assertEquals("T-1", vault.ask("SELECT string_agg(card_id, ',') FROM journal"));
    assertEquals(0, vault.count("card"));
    assertEquals(0, vault.count("card_request"));
    assertEquals(0, vault.count("order_queue"));
    assertEquals(
        "1,0", vault.ask("SELECT string_agg(next_offset::text, ',' ORDER BY topic) FROM progress"));
  }

  @Test
  void aKeyTwiceInOneBatchLeavesNothingBehind() {
    Map<InboundPartition, Progress> owned = vault.own(COMMANDS);
    Draft draft =
        new Draft()
            .remember(Deck.rejected("m-1", "T-1"))
            .remember(Deck.rejected("m-1", "T-1"))
            .advance(owned);

    assertThrows(Conflict.class, () -> vault.commit(draft));

    assertEquals(0, vault.count("journal"));
  }

  @Test
  void theSameIdOfAnotherSourceIsAnotherMessage() {
    Map<InboundPartition, Progress> owned = vault.own(COMMANDS);
    JournalRow row = Deck.rejected("m-1", "T-1");
    vault.commit(
        new Draft()
            .remember(row)
            .remember(under(new MessageId("/other", "m-1"), row))
            .remember(under(JournalRow.under("m-1"), row))
            .advance(owned));

    assertEquals(3, vault.count("journal"));
  }

  @Test
  void loadReturnsOnlyTheFingerprintsOfSeenMessages() {
    Map<InboundPartition, Progress> owned = vault.own(COMMANDS);
    vault.commit(
        new Draft()
            .remember(Deck.rejected("m-1", "T-1"))
            .remember(Deck.applied("m-2", Deck.queued("T-1")))
            .remember(Deck.rejected("m-3", "T-1"))
            .advance(owned));

    Map<MessageId, UUID> seen =
        vault
            .load(
                List.of(),
                List.of(
                    Deck.message("m-1"),
                    Deck.message("m-2"),
                    Deck.message("m-9"),
                    new MessageId("/other", "m-3")),
                List.of())
            .known()
            .seen();

    assertEquals(
        Map.of(
            Deck.message("m-1"), Deck.fingerprint("m-1"),
            Deck.message("m-2"), Deck.fingerprint("m-2")),
        seen);
  }

  @Test
  void recallReturnsWholeRows() {
    Map<InboundPartition, Progress> owned = vault.own(COMMANDS, STATUS);
    JournalRow full =
        new JournalRow(
            new MessageId("/éa?x=1", "m-1\u2028"),
            UUID.randomUUID(),
            new Position(new InboundPartition(STATUS.topic(), 7), Long.MAX_VALUE),
            Deck.NOW.plusNanos(1_000),
            "T-1",
            Outcome.APPLIED,
            Integer.MAX_VALUE,
            "[ {\"b\" : 1, \"a\":\"\\u0000é\", \"b\":2}]",
            Long.MAX_VALUE,
            Integer.MAX_VALUE);
    JournalRow bare =
        new JournalRow(
            JournalRow.under("somewhere"),
            UUID.randomUUID(),
            new Position(COMMANDS, 0),
            Deck.NOW,
            "",
            Outcome.DEAD_LETTERED,
            null,
            null,
            0,
            0);
    vault.commit(new Draft().remember(full).remember(bare).advance(owned));

    assertEquals(
        Map.of(full.key(), full, bare.key(), bare),
        Vault.await(vault.store().recall(List.of(full.key(), bare.key(), Deck.message("never")))));
  }

  private static JournalRow under(MessageId key, JournalRow row) {
    return new JournalRow(
        key,
        row.fingerprint(),
        row.position(),
        row.decidedAt(),
        row.cardId(),
        row.outcome(),
        row.version(),
        row.output(),
        row.unit(),
        row.index());
  }
}
