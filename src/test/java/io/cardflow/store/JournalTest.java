package io.cardflow.store;

import static io.cardflow.store.Vault.COMMANDS;
import static io.cardflow.store.Vault.STATUS;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.cardflow.domain.InboundPartition;
import io.cardflow.domain.JournalPosition;
import io.cardflow.domain.KnownMessages.JournaledMessage;
import io.cardflow.domain.MessageId;
import io.cardflow.domain.Outcome;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Every record has an entry, which is found by its position. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class JournalTest {

  private static final Instant TIME = Instant.parse("2025-03-04T05:06:07.089123Z");

  private final Vault vault = new Vault();
  private Map<InboundPartition, Progress> owned;
  private int commands;
  private int status;

  @BeforeEach
  void empty() {
    vault.empty();
    owned = vault.own(COMMANDS, STATUS);
    commands = owned.get(COMMANDS).log();
    status = owned.get(STATUS).log();
  }

  @AfterAll
  void close() {
    vault.close();
  }

  @Test
  void aMessageIsFoundByThePositionOfItsEntry() {
    write(1, entry(commands, 3, "m-3"), entry(commands, 5, "m-5"), entry(status, 5, "n-5"));

    assertEquals(
        Map.of(
            new JournalPosition(commands, 5), message("m-5"),
            new JournalPosition(status, 5), message("n-5")),
        messages(
            new JournalPosition(commands, 5),
            new JournalPosition(status, 5),
            new JournalPosition(commands, 4),
            new JournalPosition(commands, 6),
            new JournalPosition(status, 3),
            new JournalPosition(99, 3)));
  }

  @Test
  void anEntryHasEverythingThatIsKnownOfItsRecord() {
    write(
        1,
        new JournalEntry(
            new JournalPosition(commands, 1L << 40),
            "T-1",
            new MessageId("/éa?x=1", "m-1\u2028"),
            "t",
            TIME,
            "anna",
            "c-1",
            Long.MIN_VALUE,
            Outcome.APPLIED,
            "CODE",
            "why",
            9,
            new JournalPosition(status, 3)),
        JournalEntry.deadLetter(new JournalPosition(status, 0), "MALFORMED_JSON", "line 1"));

    assertEquals(
        "COMMANDS,0,1,%d,1,T-1,/éa?x=1,m-1\u2028,t,anna,c-1,%d,APPLIED,CODE,why,9,%d,3"
            .formatted(1L << 40, Long.MIN_VALUE, status),
        vault.ask(
            "SELECT concat_ws(',', topic, partition, incarnation, \"offset\", unit, card_id, source,"
                + " id, type, authid, correlationid, content, outcome, code, reason, version,"
                + " previous_log, previous_offset) FROM journal WHERE id IS NOT NULL"));
    assertEquals(
        "DEAD_LETTERED,MALFORMED_JSON,line 1",
        vault.ask("SELECT concat_ws(',', outcome, code, reason) FROM journal WHERE id IS NULL"));
    assertEquals(1, vault.count("journal WHERE time = '" + TIME + "'"));
  }

  @Test
  void theFirstUnitInDoubtIsReadInTheOrderOfItsDecisions() {
    write(1, entry(commands, 1, "m-1"));
    write(2, entry(status, 7, "n-7"), entry(commands, 2, "m-2"), entry(status, 8, "n-8"));
    write(3, entry(commands, 3, "m-3"));

    JournalPortion portion =
        portion(Map.of(commands, new OffsetRange(2, 4), status, new OffsetRange(8, 9)));

    assertEquals(
        List.of("1:" + commands + "/2", "2:" + status + "/8"),
        portion.entries().stream()
            .map(
                each ->
                    each.index()
                        + ":"
                        + each.entry().position().log()
                        + "/"
                        + each.entry().position().offset())
            .toList());
    assertArrayEquals(new byte[] {1, 2, 3}, portion.output());
    assertEquals(Deck.NOW, portion.decidedAt());
  }

  @Test
  void rangesWithoutEntriesHaveNoUnit() {
    write(1, entry(commands, 1, "m-1"));

    assertNull(portion(Map.of(commands, new OffsetRange(2, 9), status, new OffsetRange(0, 9))));
  }

  @Test
  void aCardsHistoryFollowsItsEntriesBackwards() {
    write(1, entry(commands, 1, "m-1", null));
    write(2, entry(status, 1, "n-1", new JournalPosition(commands, 1)));
    write(3, entry(commands, 2, "m-2", new JournalPosition(status, 1)), entry(commands, 3, "m-3"));
    vault.run(
        "INSERT INTO card (id, version, state, since, assignments, last_log, last_offset)"
            + " VALUES ('T-1', 1, 'PRODUCED', now(), 0, %d, 2)".formatted(commands));

    assertEquals(
        "m-2,n-1,m-1",
        vault.ask(
            "SELECT string_agg(id, ',' ORDER BY n) FROM card_history('T-1') WITH ORDINALITY"
                + " AS h(topic, partition, incarnation, \"offset\", log, unit, unit_index,"
                + " decided_at, card_id, source, id, type, time, authid, correlationid, content,"
                + " outcome, code, reason, version, previous_log, previous_offset, n)"));
  }

  /** Offsets that are used again are those of another log. */
  @Test
  void aLoweredOffsetBeginsANewIncarnation() {
    write(1, entry(commands, 3, "m-3"));
    vault.run("UPDATE progress SET next_offset = 9, published_offset = 9");
    assertEquals(commands, vault.number("SELECT log FROM progress WHERE topic = 'COMMANDS'"));

    vault.run("UPDATE progress SET next_offset = 0, published_offset = 0 WHERE topic = 'COMMANDS'");

    int log = (int) vault.number("SELECT log FROM progress WHERE topic = 'COMMANDS'");
    write(2, entry(log, 3, "other"));
    assertEquals(
        Map.of(
            new JournalPosition(commands, 3), message("m-3"),
            new JournalPosition(log, 3), message("other")),
        messages(new JournalPosition(commands, 3), new JournalPosition(log, 3)));
    assertEquals(
        "1,2",
        vault.ask(
            "SELECT string_agg(incarnation::text, ',' ORDER BY incarnation) FROM journal"
                + " WHERE topic = 'COMMANDS'"));
  }

  @Test
  void aPartitionThatIsForgottenAndOwnedAgainBeginsANewIncarnation() {
    vault.run("DELETE FROM progress");

    int log = vault.own(COMMANDS).get(COMMANDS).log();

    assertEquals(2, vault.number("SELECT incarnation FROM inbound_log WHERE id = " + log));
  }

  @Test
  void aTakeoverBeginsNoIncarnation() {
    assertEquals(commands, vault.own(COMMANDS).get(COMMANDS).log());
    assertEquals(2, vault.count("inbound_log"));
  }

  /** One block for a unit of a thousand, without an index entry for each message. */
  @Test
  void aUnitTakesOneRowAndARangeForEachRunOfALog() {
    write(
        1,
        IntStream.range(0, 1_000)
            .mapToObj(i -> entry(i < 600 ? commands : status, i, "m-" + i))
            .toArray(JournalEntry[]::new));

    assertEquals(1, vault.count("journal_unit"));
    assertEquals(2, vault.count("journal_range"));
    assertEquals(1_000, vault.count("journal"));
  }

  private void write(long unit, JournalEntry... entries) {
    Vault.await(
        vault
            .pool()
            .preparedQuery(JournalTable.INSERT)
            .execute(
                JournalTable.tuple(
                    new JournalUnit(unit, Deck.NOW, List.of(entries), new byte[] {1, 2, 3}))));
  }

  private Map<JournalPosition, JournaledMessage> messages(JournalPosition... positions) {
    BatchTransaction transaction = vault.begin();
    Map<JournalPosition, JournaledMessage> found =
        Vault.await(transaction.messages(List.of(positions)));
    Vault.await(transaction.rollback());
    return found;
  }

  private JournalPortion portion(Map<Integer, OffsetRange> ranges) {
    return Vault.await(vault.store().firstUnit(ranges));
  }

  private static JournaledMessage message(String id) {
    return new JournaledMessage(Deck.message(id), 7);
  }

  private static JournalEntry entry(int log, long offset, String id) {
    return entry(log, offset, id, null);
  }

  private static JournalEntry entry(int log, long offset, String id, JournalPosition previous) {
    return new JournalEntry(
        new JournalPosition(log, offset),
        "T-1",
        Deck.message(id),
        "t",
        TIME,
        null,
        null,
        7L,
        Outcome.STALE,
        null,
        null,
        null,
        previous);
  }
}
