package io.cardflow.store;

import static io.cardflow.domain.InboundTopic.COMMANDS;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cardflow.domain.JournalPosition;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Whether a record is decided depends on the present incarnation of its partition. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class JournalReaderTest {

  private static final Duration WAIT = Duration.ofSeconds(30);

  private final Vault vault = new Vault();
  private final JournalReader reader = new JournalReader(vault.pool());

  @BeforeEach
  void empty() {
    vault.empty();
  }

  @AfterAll
  void close() {
    vault.close();
  }

  @Test
  void aRecordBeyondTheProgressIsStillToBeDecided() {
    vault.own(Vault.COMMANDS);
    vault.run("UPDATE progress SET next_offset = 5 WHERE topic = 'COMMANDS' AND partition = 0");

    assertFalse(ahead(0, 4));
    assertTrue(ahead(0, 5));
  }

  /** The topic was created again: its offsets have been used before. */
  @Test
  void anOffsetThatWasUsedBeforeHasNoEntryUntilItIsDecidedAgain() {
    int earlier = vault.own(Vault.COMMANDS).get(Vault.COMMANDS).log();
    progress(5);
    write(earlier, "earlier");
    assertEquals("earlier", reason());

    progress(0);

    assertTrue(ahead(0, 4));
    assertNull(reason());

    write(
        Integer.parseInt(vault.ask("SELECT max(id) FROM inbound_log WHERE partition = 0")), "now");
    progress(5);
    assertEquals("now", reason());
  }

  @Test
  void aPartitionThatTheTopicDoesNotHaveDecidesNothing() {
    vault.own(Vault.COMMANDS);

    assertFalse(ahead(9_999, 0));
  }

  @Test
  void beforeTheFirstTakeoverEverythingIsStillToBeDecided() {
    vault.run("TRUNCATE progress");

    assertEquals(0, vault.count("progress"));
    assertTrue(ahead(3, 0));
  }

  private void progress(long next) {
    vault.run(
        "UPDATE progress SET next_offset = %1$d, published_offset = least(published_offset, %1$d)"
                .formatted(next)
            + " WHERE topic = 'COMMANDS' AND partition = 0");
  }

  private void write(int log, String cause) {
    JournalEntry entry = JournalEntry.deadLetter(new JournalPosition(log, 4), "CODE", cause);
    Vault.await(
        vault
            .pool()
            .preparedQuery(JournalTable.INSERT)
            .execute(JournalTable.tuple(new JournalUnit(1, Deck.NOW, List.of(entry), null))));
  }

  /** The reason of the entry at offset 4; null without an entry. */
  private String reason() {
    return reader
        .at(COMMANDS, 0, 4)
        .await()
        .atMost(WAIT)
        .map(found -> found.entry().reason())
        .orElse(null);
  }

  private boolean ahead(int partition, long offset) {
    return reader.isAhead(COMMANDS, partition, offset).await().atMost(WAIT);
  }
}
