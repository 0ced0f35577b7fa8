package io.cardflow.store;

import static io.cardflow.store.Vault.COMMANDS;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cardflow.domain.Assignment;
import io.cardflow.domain.Card;
import io.cardflow.domain.CardState;
import io.cardflow.domain.JournalPosition;
import io.cardflow.domain.Ledger;
import io.cardflow.domain.OrderReference;
import io.cardflow.domain.Production;
import io.cardflow.domain.TakenMessage;
import io.cardflow.domain.TakenMessages;
import io.cardflow.store.Retention.Kind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** What is older than its period is removed, in portions, and nothing else. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RetentionTest {

  private static final Duration DAY = Duration.ofDays(1);

  private final Vault vault = new Vault();
  private final Retention retention = new Retention(vault.pool());

  @BeforeEach
  void empty() {
    vault.empty();
  }

  @AfterAll
  void close() {
    vault.close();
  }

  @ParameterizedTest
  @EnumSource(Kind.class)
  void anEmptyDatabaseIsLeftAsItIs(Kind kind) {
    assertEquals(0, remove(kind));
  }

  @Test
  void oldPublishedEntriesGo() {
    Map<?, Progress> owned = vault.own(COMMANDS);
    int log = owned.values().iterator().next().log();
    unit("old", "2 days", log, 0, 3);
    unit("young", "1 hour", log, 3, 5);
    vault.run("UPDATE progress SET next_offset = 5, published_offset = 5");

    assertEquals(3, remove(Kind.JOURNAL));

    assertEquals("3,4", vault.ask("SELECT string_agg(\"offset\"::text, ',') FROM journal"));
    assertEquals(1, vault.count("journal_unit"));
    assertEquals(1, vault.count("journal_range"));
  }

  /** What may have to be published again stays, however old it is. */
  @ParameterizedTest
  @CsvSource({"0,0", "2,0", "3,3"})
  void entriesInDoubtStay(long published, long removed) {
    int log = vault.own(COMMANDS).get(COMMANDS).log();
    unit("old", "2 days", log, 0, 3);
    vault.run("UPDATE progress SET next_offset = 3, published_offset = " + published);

    assertEquals(removed, remove(Kind.JOURNAL));
  }

  @Test
  void entriesOfAnOlderIncarnationCountAsPublished() {
    int log = vault.own(COMMANDS).get(COMMANDS).log();
    unit("old", "2 days", log, 0, 3);
    vault.run("UPDATE progress SET next_offset = 3");
    vault.run("UPDATE progress SET next_offset = 0, published_offset = 0");

    assertEquals(3, remove(Kind.JOURNAL));
  }

  @Test
  void aFinalCardKeepsWhatItNeedsToAnswer() {
    Ledger ledger =
        new Ledger(
            1,
            TakenMessages.of(List.of(new TakenMessage(1, 2, new JournalPosition(3, 4)))),
            true,
            new JournalPosition(3, 4));
    Card locked = locked("T-1");
    vault.commit(new Draft().create(locked).ledger("T-1", ledger).advance(vault.own(COMMANDS)));
    vault.run("INSERT INTO card_alias (alias, kind, card_id) VALUES ('O-1', 'ORDER', 'T-1')");

    assertEquals(1, remove(Kind.CARDS));

    Loaded loaded = vault.load("T-1");
    assertEquals(
        Card.builder("T-1")
            .version(locked.version())
            .state(CardState.LOCKED)
            .since(locked.since())
            .shrunk(true)
            .build(),
        loaded.known().cards().get("T-1"));
    assertEquals(
        new Ledger(2, ledger.taken(), true, ledger.last()),
        loaded.known().messages().ledgers().get("T-1"));
    assertEquals(0, vault.count("card_alias"), "it is no longer found by the bureau's names");
    assertEquals(0, remove(Kind.CARDS), "it is shrunk once");
  }

  @Test
  void cardsAreShrunkInPortionsAndYoungOnesStay() {
    Draft draft = new Draft();
    for (int i = 0; i < 150; i++) {
      draft.create(locked("T-" + i));
    }
    vault.commit(draft.advance(vault.own(COMMANDS)));
    vault.run("UPDATE card_end SET ended_at = now() WHERE card_id = 'T-77'");

    assertEquals(100, remove(Kind.CARDS));
    assertEquals(49, remove(Kind.CARDS));
    assertEquals(0, remove(Kind.CARDS));
    assertEquals("T-77", vault.ask("SELECT id FROM card WHERE NOT shrunk"));
    assertEquals("T-77 2", vault.ask("SELECT min(card_id) || ' ' || count(*) FROM card_alias"));
  }

  @Test
  void deliveryDataGoesWithItsBatchOnceAllCardsOfTheBatchArePastIt() {
    for (String id : List.of("T-1", "T-2")) {
      vault.commit(new Draft().create(produced(id)).advance(vault.own(COMMANDS)));
    }
    vault.run("UPDATE delivery_end SET ended_at = now() WHERE card_id = 'T-2'");
    vault.run(
        """
        INSERT INTO order_batch (id, status, layout_id, delivery, cards, collected_at)
        VALUES ('B-1', 'CLOSED', 'L1', '{"city":"C"}', 2, now());
        INSERT INTO order_card (card_id, batch_id) VALUES ('T-1', 'B-1'), ('T-2', 'B-1')
        """);

    assertEquals(1, remove(Kind.DELIVERY));
    assertEquals("T-2", vault.ask("SELECT card_id FROM card_request"));
    assertEquals("{\"city\":\"C\"}", vault.ask("SELECT delivery FROM order_batch"));

    vault.run("UPDATE delivery_end SET ended_at = now() - interval '2 days'");
    assertEquals(1, remove(Kind.DELIVERY));
    assertEquals("{}", vault.ask("SELECT delivery FROM order_batch"));
    assertEquals(0, vault.count("delivery_end"));
  }

  @ParameterizedTest
  @CsvSource({"COLLECTED", "SUBMITTED", "UNKNOWN"})
  void theDeliveryOfAnOpenBatchStays(String status) {
    vault.commit(new Draft().create(produced("T-1")).advance(vault.own(COMMANDS)));
    vault.run(
        """
        INSERT INTO order_batch (id, status, layout_id, delivery, cards, collected_at)
        VALUES ('B-1', '%s', 'L1', '{"city":"C"}', 1, now());
        INSERT INTO order_card (card_id, batch_id) VALUES ('T-1', 'B-1')
        """
            .formatted(status));

    assertEquals(0, remove(Kind.DELIVERY));

    assertEquals("{\"city\":\"C\"}", vault.ask("SELECT delivery FROM order_batch"));
    assertEquals(1, vault.count("card_request"));
    vault.run("UPDATE order_batch SET status = 'CLOSED'");
    assertEquals(1, remove(Kind.DELIVERY));
    assertEquals("{}", vault.ask("SELECT delivery FROM order_batch"));
  }

  /** Each would see the requests of the other's cards, and none would empty their batch. */
  @Test
  void oneReplicaAtATimeRemovesDeliveries() throws Exception {
    vault.commit(new Draft().create(produced("T-1")).advance(vault.own(COMMANDS)));
    vault.run("UPDATE delivery_end SET ended_at = now() - interval '2 days'");
    try (var other = vault.database().connect()) {
      other.setAutoCommit(false);
      try (var statement = other.createStatement()) {
        statement.execute("SELECT FROM card_retention FOR UPDATE");
        assertEquals(0, remove(Kind.DELIVERY));
      }
      other.rollback();
    }
    assertEquals(1, remove(Kind.DELIVERY));
  }

  @Test
  void onlyEndedAssignmentsGo() {
    vault.commit(
        new Draft()
            .assign(assignment(1, true))
            .assign(assignment(2, false))
            .advance(vault.own(COMMANDS)));

    assertEquals(1, remove(Kind.ASSIGNMENTS));

    assertEquals("2", vault.ask("SELECT string_agg(number::text, ',') FROM card_assignment"));
  }

  @Test
  void messagesAboutUnknownCardsAreForgottenWhenTheirTimeHasCome() {
    vault.run(
        """
        INSERT INTO card_message (card_id, digest, log, "offset", content, forget_at)
        VALUES ('T-1', 1, 1, 1, 1, now() - interval '1 s'), ('T-1', 2, 1, 2, 1, now() + interval '1 d'),
          ('T-2', 1, 1, 3, 1, NULL)
        """);

    assertEquals(
        1,
        retention.remove(Kind.UNKNOWN_CARDS, Duration.ZERO).await().atMost(Duration.ofSeconds(30)));

    assertEquals(
        "2,1",
        vault.ask("SELECT string_agg(digest::text, ',' ORDER BY card_id) FROM card_message"));
  }

  @Test
  void oldCountsOfTransitionsGo() {
    vault.commit(new Draft().create(Deck.queued("T-1")).advance(vault.own(COMMANDS)));
    vault.run("UPDATE card_flow SET begun_at = now() - interval '2 days'");
    vault.run("INSERT INTO card_flow VALUES (0, now() - interval '23 hours', '', 'REQUESTED', 1)");

    assertEquals(1, remove(Kind.FLOW));

    assertEquals("REQUESTED", vault.ask("SELECT to_state FROM card_flow"));
  }

  @Test
  void oldAuditEntriesGoOncePublished() {
    vault.run(
        """
        INSERT INTO audit (id, at, actor, action, subject, published_at)
        VALUES ('old', now() - interval '2 d', 'a', 'lock', 'T-1', now()),
          ('unpublished', now() - interval '2 d', 'a', 'lock', 'T-1', NULL),
          ('young', now(), 'a', 'lock', 'T-1', now())
        """);

    assertEquals(1, remove(Kind.AUDIT));

    assertEquals(
        "unpublished,young", vault.ask("SELECT string_agg(id, ',' ORDER BY id) FROM audit"));
  }

  @Test
  void oldNotesOfDeadLettersThatWerePutBackGo() {
    vault.run(
        """
        INSERT INTO put_back (topic_id, partition, "offset", audit_id, put_at, depth)
        VALUES (gen_random_uuid(), 0, 1, 'a', now() - interval '2 d', 1),
          (gen_random_uuid(), 0, 2, 'a', now(), 1)
        """);

    assertEquals(1, remove(Kind.PUT_BACK));

    assertEquals("2", vault.ask("SELECT \"offset\" FROM put_back"));
  }

  @Test
  void oldStepsOfOrderBatchesGo() {
    vault.run(
        """
        INSERT INTO order_step (batch_id, at, step)
        VALUES ('B-1', now() - interval '2 d', 'SUBMITTED'), ('B-1', now(), 'ANSWERED')
        """);

    assertEquals(1, remove(Kind.ORDER_STEPS));

    assertEquals("ANSWERED", vault.ask("SELECT step FROM order_step"));
  }

  @Test
  void oldActionsGoWithTheirItemsOnceFinished() {
    vault.run(
        """
        INSERT INTO action (id, kind, actor, audit_id, created_at, finished_at)
        VALUES ('old', 'LOCK', 'a', 'a', now() - interval '2 d', now()),
          ('running', 'LOCK', 'a', 'a', now() - interval '2 d', NULL),
          ('young', 'LOCK', 'a', 'a', now(), now());
        INSERT INTO action_item (action_id, number, subject, status)
        SELECT id, n, 'T-' || n, 'APPLIED' FROM action, generate_series(1, 3) AS n
        """);

    assertEquals(1, remove(Kind.ACTIONS));

    assertEquals("running,young", vault.ask("SELECT string_agg(id, ',' ORDER BY id) FROM action"));
    assertEquals(6, vault.count("action_item"));
  }

  /** What another replica works on is left to it. */
  @Test
  void lockedRowsAreSkipped() throws Exception {
    int log = vault.own(COMMANDS).get(COMMANDS).log();
    unit("old", "2 days", log, 0, 3);
    vault.run("UPDATE progress SET next_offset = 5, published_offset = 5");
    try (var other = vault.database().connect()) {
      other.setAutoCommit(false);
      try (var statement = other.createStatement()) {
        assertTrue(statement.execute("SELECT FROM journal_unit FOR UPDATE"));
        assertEquals(0, remove(Kind.JOURNAL));
      }
      other.rollback();
    }
    assertFalse(remove(Kind.JOURNAL) == 0);
  }

  private long remove(Kind kind) {
    return retention.remove(kind, DAY).await().atMost(Duration.ofSeconds(30));
  }

  private void unit(String id, String age, int log, long from, long to) {
    List<JournalEntry> entries = new ArrayList<>();
    for (long offset = from; offset < to; offset++) {
      entries.add(JournalEntry.deadLetter(new JournalPosition(log, offset), "MALFORMED_JSON", id));
    }
    Vault.await(
        vault
            .pool()
            .preparedQuery(JournalTable.INSERT)
            .execute(JournalTable.tuple(new JournalUnit(1, Deck.NOW, entries, null))));
    vault.run(
        "UPDATE journal_unit SET decided_at = now() - interval '%s' WHERE reasons[1] = '%s'"
            .formatted(age, id));
  }

  private static Card locked(String id) {
    return new Card(
        id,
        1,
        CardState.LOCKED,
        Deck.NOW,
        false,
        new OrderReference("B-1", "O-1", "P-1"),
        new Production(Deck.NOW, Deck.NOW, List.of(), Deck.NOW, "S", "C", List.of("TN"), null),
        null,
        "CHIP",
        0,
        null);
  }

  private static Card produced(String id) {
    return new Card(
        id, 1, CardState.PRODUCED, Deck.NOW, false, null, Production.NONE, null, null, 0, null);
  }

  private static AssignmentRow assignment(int number, boolean ended) {
    return new AssignmentRow(
        "T-1",
        new Assignment(number, "anna", Deck.NOW, Deck.NOW),
        ended ? Deck.NOW : null,
        ended ? "LOCK_CARD" : null);
  }
}
