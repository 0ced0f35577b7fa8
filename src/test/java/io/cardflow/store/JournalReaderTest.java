package io.cardflow.store;

import static io.cardflow.domain.InboundTopic.COMMANDS;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
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
  void anOffsetThatWasUsedBeforeIsStillToBeDecided() {
    vault.own(Vault.COMMANDS);
    vault.run("UPDATE progress SET next_offset = 5 WHERE topic = 'COMMANDS' AND partition = 0");
    vault.run(
        "UPDATE progress SET next_offset = 0, published_offset = 0"
            + " WHERE topic = 'COMMANDS' AND partition = 0");

    assertTrue(ahead(0, 4));
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

  private boolean ahead(int partition, long offset) {
    return reader.isAhead(COMMANDS, partition, offset).await().atMost(WAIT);
  }
}
