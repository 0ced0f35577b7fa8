package io.cardflow.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cardflow.store.Signals.Calls;
import io.cardflow.store.Signals.Signal;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** What replicas report is the same in every process, and is unknown once it is old. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SignalsTest {

  private static final Duration WAIT = Duration.ofSeconds(30);

  private final Vault vault = new Vault();
  private final Signals signals = new Signals(vault.pool());

  @BeforeEach
  void empty() {
    vault.run(
        """
        UPDATE signal SET lag_seen_at = NULL, unread_records = NULL, oldest_unread_at = NULL,
          next_run_at = NULL, run_seconds = NULL, bureau_answered_at = NULL,
          bureau_failed_at = NULL, bureau_fault = NULL
        """);
  }

  @AfterAll
  void close() {
    vault.close();
  }

  @Test
  void withoutAReportNothingIsKnown() {
    Signal signal = read();

    assertNull(signal.unreadRecords());
    assertNull(signal.nextRunAt());
    assertFalse(signal.bureauFails());
  }

  @Test
  void theLagIsKnownForAMinute() {
    signals.reportLag(7, 60.0).await().atMost(WAIT);

    assertEquals(7, read().unreadRecords());
    assertEquals(60, age(read().oldestUnreadAt()), 10);

    vault.run("UPDATE signal SET lag_seen_at = now() - interval '61 seconds'");
    assertNull(read().unreadRecords());
    assertNull(read().oldestUnreadAt());
  }

  @Test
  void theEarliestRunOfAllReplicasIsTheNext() {
    ordering(100.0, new Calls(null, null, null));
    ordering(50.0, new Calls(null, null, null));
    ordering(80.0, new Calls(null, null, null));

    assertEquals(-50, age(read().nextRunAt()), 10);
  }

  /** The interval is 60 seconds. */
  @Test
  void afterARunTheNextIsAnIntervalLater() {
    ordering(50.0, new Calls(null, null, null));
    vault.run("UPDATE signal SET next_run_at = now() - interval '20 seconds'");
    assertEquals(-40, age(read().nextRunAt()), 10);

    vault.run("UPDATE signal SET next_run_at = now() - interval '61 seconds'");
    assertNull(read().nextRunAt(), "no replica reports");
  }

  @Test
  void theBureauFailsIfTheLatestCallOfAllReplicasDid() {
    ordering(null, new Calls(5.0, 10.0, "TIMEOUT"));
    assertFalse(read().bureauFails());

    ordering(null, new Calls(null, 2.0, "SERVER_ERROR"));
    ordering(null, new Calls(30.0, 20.0, "TLS"));
    assertTrue(read().bureauFails());
    assertEquals("SERVER_ERROR", read().bureauFault());

    ordering(null, new Calls(0.5, null, null));
    assertFalse(read().bureauFails());
    assertNotNull(read().bureauFault(), "the last fault is still shown");
  }

  @Test
  void theRateIsThatOfTheLastMinute() {
    vault.run(
        """
        INSERT INTO journal_unit (unit, decided_at, records, range_logs, range_ends, offsets,
          outcomes)
        VALUES (1, now() - interval '2 minutes', 600, '{}', '{}', '{}', '{}'),
          (2, now() - interval '20 seconds', 90, '{}', '{}', '{}', '{}'),
          (3, now() - interval '1 second', 30, '{}', '{}', '{}', '{}')
        """);

    assertEquals(2.0, read().messagesPerSecond());
  }

  private void ordering(Double nextRun, Calls calls) {
    signals.reportOrdering(nextRun, 60, calls).await().atMost(WAIT);
  }

  private Signal read() {
    return signals.read().await().atMost(WAIT);
  }

  private double age(Instant time) {
    Instant now =
        Instant.parse(
            vault.ask(
                "SELECT to_char(now() AT TIME ZONE 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS\"Z\"')"));
    return Duration.between(time, now).toMillis() / 1_000.0;
  }
}
