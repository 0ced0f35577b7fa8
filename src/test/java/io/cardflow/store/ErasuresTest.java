package io.cardflow.store;

import static io.cardflow.store.Vault.COMMANDS;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cardflow.domain.ErasureRequest;
import io.cardflow.domain.ErasureRequest.Kind;
import io.cardflow.domain.ErasureResult;
import io.cardflow.domain.ErasureResult.Outcome;
import io.cardflow.domain.JournalPosition;
import io.cardflow.domain.MessageId;
import io.cardflow.domain.PrivacyCode;
import io.cardflow.store.Erasures.Step;
import io.smallrye.mutiny.Uni;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Requests to erase are carried out in portions, each request once. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ErasuresTest {

  private static final HolderEraser NEVER =
      (unit, holder, pseudonym, assignments) -> {
        throw new AssertionError("no unit is about the person");
      };

  private final Vault vault = new Vault();
  private final Erasures erasures = new Erasures(vault.pool());

  /** The units that were rewritten, and the assignments that were passed. */
  private final List<Long> rewritten = new ArrayList<>();

  private List<PastAssignment> passed;

  @BeforeEach
  void empty() {
    vault.empty();
    vault.run("TRUNCATE erasure");
    rewritten.clear();
  }

  @AfterAll
  void close() {
    vault.close();
  }

  @Test
  void onlyEndedAssignmentsOfTheHolderGetThePseudonym() {
    assign("T-1", 1, "anna", true);
    assign("T-1", 2, "bob", false);
    assign("T-2", 1, "anna", true);
    accept("R-1", Kind.HOLDER, "anna");

    assertEquals(Step.FINISHED, advanceAll("R-1", NEVER));

    assertEquals(
        "T-1 1 erased-R-1,T-1 2 bob,T-2 1 erased-R-1",
        vault.ask(
            "SELECT string_agg(concat_ws(' ', card_id, number, holder_id), ','"
                + " ORDER BY card_id, number) FROM card_assignment"));
    Outcome.Erased erased = erased("R-1");
    assertEquals(Map.of("assignments", 2L, "journalEntries", 0L), erased.counts());
    assertEquals(Deck.NOW.minusSeconds(60), erased.from());
    assertEquals(Deck.NOW, erased.until());
    assertNull(vault.ask("SELECT subject FROM erasure"));
  }

  @Test
  void aHolderWithACardIsRefusedAndNothingChanges() {
    assign("T-1", 1, "anna", true);
    assign("T-2", 1, "anna", false);
    accept("R-1", Kind.HOLDER, "anna");

    assertEquals(Step.FINISHED, advance("R-1", NEVER));

    assertEquals(PrivacyCode.HOLDER_HAS_CARD, refused("R-1"));
    assertEquals(2, vault.count("card_assignment WHERE holder_id = 'anna'"));
    assertNull(vault.ask("SELECT subject FROM erasure"));
  }

  @Test
  void whatIsRecordedOfActsNamesTheHolderNoMore() {
    vault.run(
        """
        TRUNCATE audit, action;
        INSERT INTO audit (id, actor, action, subject, reason)
        VALUES ('1', 'x', 'lock-card', 'T-1', 'a.b left, a.b!'), ('2', 'a.b', 'lock-card', 'T-1', NULL),
          ('3', 'x', 'lock-card', 'T-1', 'ca.b axb a.bc');
        INSERT INTO action (id, kind, actor, reason, audit_id, finished_at)
        VALUES ('1', 'LOCK', 'x', 'for a.b', '1', now())
        """);
    accept("R-1", Kind.HOLDER, "a.b");

    advanceAll("R-1", NEVER);

    assertEquals(
        "x erased-R-1 left, erased-R-1!;erased-R-1;x ca.b axb a.bc",
        vault.ask("SELECT string_agg(concat_ws(' ', actor, reason), ';' ORDER BY id) FROM audit"));
    assertEquals("for erased-R-1", vault.ask("SELECT reason FROM action"));
  }

  @Test
  void anUnknownHolderIsErasedWithoutAnyCount() {
    accept("R-1", Kind.HOLDER, "nobody");

    advanceAll("R-1", NEVER);

    assertEquals(
        new Outcome.Erased(
            Kind.HOLDER, Map.of("assignments", 0L, "journalEntries", 0L), null, null),
        erased("R-1"));
  }

  @Test
  void unitsAboutTheHoldersCardsAndUnitsThatNameTheHolderAreRewritten() {
    int log = published();
    assign("T-1", 1, "anna", true);
    unit(log, 0, "T-1", "iam", "m-1", null, null);
    unit(log, 1, "T-2", "iam", "m-2", null, null);
    unit(log, 2, "T-2", "iam", "m-3", "anna", null);
    unit(log, 3, "T-2", "iam", "m-4", null, "asked by anna");
    unit(log, 4, "T-2", "iam", "m-5", "anna-2", null);
    accept("R-1", Kind.HOLDER, "anna");

    assertEquals(Step.FINISHED, advanceAll("R-1", this::rewrite));

    assertEquals(List.of(0L, 2L, 3L), offsets(rewritten));
    assertEquals(List.of(new PastAssignment("T-1", Deck.NOW.minusSeconds(60), Deck.NOW)), passed);
    assertEquals(3L, erased("R-1").counts().get("journalEntries"));
    assertEquals(3, vault.count("journal WHERE authid = 'erased-R-1'"));
    assertEquals("m-2", vault.ask("SELECT id FROM journal WHERE \"offset\" = 1"));
  }

  @Test
  void theJournalIsReadInPortions() {
    int log = published();
    for (int i = 0; i < 25; i++) {
      unit(log, i, "T-2", "iam", "m-" + i, "anna", null);
    }
    accept("R-1", Kind.HOLDER, "anna");

    int portions = 0;
    while (advance("R-1", this::rewrite) == Step.MORE) {
      portions++;
    }

    assertEquals(3, portions, "one begins, two rewrite ten units each, the last the rest");
    assertEquals(25, rewritten.size());
  }

  /** Each card is searched in each unit, so that a portion would take too long otherwise. */
  @Test
  void withManyCardsAPortionLooksAtFewerUnits() {
    int log = published();
    for (int i = 0; i < 25; i++) {
      unit(log, i, "T-2", "iam", "m-" + i, null, null);
    }
    vault.run(
        """
        INSERT INTO card_assignment (card_id, number, holder_id, valid_from, valid_until, ended_at)
        SELECT 'C-' || n, 1, 'anna', now(), now(), now() - interval '1 day'
        FROM generate_series(1, 5000) n
        """);
    accept("R-1", Kind.HOLDER, "anna");

    int portions = 0;
    while (advance("R-1", NEVER) == Step.MORE) {
      portions++;
    }

    assertEquals(1 + 5 + 2, portions, "one begins, five rename, and ten units each but the last");
  }

  /** What may have to be published again must be published as it was decided. */
  @Test
  void aUnitInDoubtWaitsUntilItIsPublished() {
    int log = published();
    unit(log, 0, "T-1", "iam", "m-1", "anna", null);
    unit(log, 1, "T-1", "iam", "m-2", "anna", null);
    vault.run("UPDATE progress SET published_offset = 1");
    accept("R-1", Kind.HOLDER, "anna");

    assertEquals(Step.WAITS, advanceAll("R-1", this::rewrite));
    assertEquals(List.of(0L), offsets(rewritten));
    assertEquals(Step.WAITS, advance("R-1", this::rewrite));

    vault.run("UPDATE progress SET published_offset = 2");
    assertEquals(Step.FINISHED, advance("R-1", this::rewrite));
    assertEquals(List.of(0L, 1L), offsets(rewritten));
  }

  /** A transaction that is still open could add data of the time before. */
  @Test
  void aRequestBeginsWhenEarlierTransactionsHaveEnded() throws SQLException {
    try (Connection other = vault.database().connect();
        Statement statement = other.createStatement()) {
      other.setAutoCommit(false);
      statement.execute("SELECT pg_current_xact_id()");
      accept("R-1", Kind.HOLDER, "anna");

      assertEquals(Step.WAITS, advance("R-1", NEVER));

      other.rollback();
    }
    assertEquals(Step.FINISHED, advanceAll("R-1", NEVER));
  }

  @Test
  void aRequestThatAnotherReplicaWorksOnIsSkipped() throws SQLException {
    accept("R-1", Kind.HOLDER, "anna");
    try (Connection other = vault.database().connect();
        Statement statement = other.createStatement()) {
      other.setAutoCommit(false);
      statement.execute("SELECT FROM erasure FOR UPDATE");

      assertEquals(Step.WAITS, advance("R-1", NEVER));

      other.rollback();
    }
  }

  @Test
  void aFailedPortionChangesNothingAndIsRepeated() {
    int log = published();
    unit(log, 0, "T-1", "iam", "m-1", "anna", null);
    assign("T-1", 1, "anna", true);
    accept("R-1", Kind.HOLDER, "anna");
    advance("R-1", NEVER);

    RuntimeException failed = new RuntimeException("broken");
    Uni<Step> portion =
        erasures.advance(
            "R-1",
            (unit, holder, pseudonym, assignments) -> {
              throw failed;
            });
    assertEquals(
        failed, portion.onItemOrFailure().transform((item, why) -> why).await().atMost(WAIT));
    assertEquals("anna", vault.ask("SELECT holder_id FROM card_assignment"));

    assertEquals(Step.FINISHED, advanceAll("R-1", this::rewrite));
    assertEquals(1L, erased("R-1").counts().get("assignments"));
  }

  @Test
  void aRepeatedRequestChangesNothingButIsAnsweredAgain() {
    accept("R-1", Kind.HOLDER, "anna");
    advanceAll("R-1", NEVER);
    await(erasures.answered("R-1"));
    assertEquals(List.of(), await(erasures.unanswered(10)));
    assign("T-1", 1, "anna", true);

    assertTrue(accept("R-1", Kind.HOLDER, "anna"));

    assertEquals(List.of(), await(erasures.open(10)));
    assertEquals("R-1", await(erasures.unanswered(10)).get(0).requestId());
    assertEquals("anna", vault.ask("SELECT holder_id FROM card_assignment"));
  }

  @Test
  void theIdOfAnotherRequestIsNotUsedAgain() {
    accept("R-1", Kind.HOLDER, "anna");
    advanceAll("R-1", NEVER);
    await(erasures.answered("R-1"));
    ErasureRequest other = new ErasureRequest("R-1", "m-2", Kind.HOLDER, "bob", "because");

    assertFalse(await(erasures.accept(other, "erased-2")));

    assertEquals(List.of(), await(erasures.unanswered(10)));
  }

  /** An assignment that ends later has entries in units that are not read. */
  @Test
  void anAssignmentThatEndsAfterTheRequestIsLeftToAnotherRequest() {
    accept("R-1", Kind.HOLDER, "anna");
    advance("R-1", NEVER);
    assign("T-1", 1, "anna", true);
    vault.run("UPDATE card_assignment SET ended_at = now()");

    assertEquals(Step.FINISHED, advanceAll("R-1", NEVER));

    assertEquals("anna", vault.ask("SELECT holder_id FROM card_assignment"));
    accept("R-2", Kind.HOLDER, "anna");
    advanceAll("R-2", NEVER);
    assertEquals("erased-R-2", vault.ask("SELECT holder_id FROM card_assignment"));
  }

  @Test
  void waitingRequestsTakeTurnsAndTheirAgeIsKnown() {
    assertEquals(0, await(erasures.oldestSeconds()));
    for (int i = 0; i < 4; i++) {
      accept("R-" + i, Kind.HOLDER, "anna");
    }
    vault.run("UPDATE erasure SET received_at = received_at - interval '1 hour'");

    assertEquals(Set.of("R-0", "R-1"), Set.copyOf(await(erasures.open(2))));
    assertEquals(Set.of("R-2", "R-3"), Set.copyOf(await(erasures.open(2))));
    assertEquals(Set.of("R-0", "R-1"), Set.copyOf(await(erasures.open(2))));
    assertTrue(await(erasures.oldestSeconds()) >= 3_600);
  }

  @Test
  void deliveryDataGoesWithTheCopyOfItsClosedBatch() {
    request("T-1", "PRODUCED", "CLOSED");
    accept("R-1", Kind.DELIVERY, "T-1");

    assertEquals(Step.FINISHED, advance("R-1", NEVER));

    assertEquals(0, vault.count("card_request"));
    assertEquals("{}", vault.ask("SELECT delivery FROM order_batch"));
    assertEquals(Map.of("requests", 1L, "orderBatches", 1L), erased("R-1").counts());
    assertNotNull(erased("R-1").from());
  }

  @ParameterizedTest
  @CsvSource({
    "REQUESTED, CLOSED",
    "PROCESSING, CLOSED",
    "ORDERED, CLOSED",
    "IN_PRODUCTION, CLOSED",
    "PRODUCED, COLLECTED",
    "PRODUCED, SUBMITTED",
    "PRODUCED, UNKNOWN"
  })
  void deliveryDataThatIsStillNeededIsKept(String state, String batch) {
    request("T-1", state, batch);
    accept("R-1", Kind.DELIVERY, "T-1");

    advance("R-1", NEVER);

    assertEquals(PrivacyCode.DELIVERY_NEEDED, refused("R-1"));
    assertEquals(1, vault.count("card_request"));
    assertFalse(vault.ask("SELECT delivery FROM order_batch").equals("{}"));
  }

  @Test
  void theDeliveryOfAnUnknownCardIsRefused() {
    accept("R-1", Kind.DELIVERY, "T-1");

    advance("R-1", NEVER);

    assertEquals(PrivacyCode.UNKNOWN_CARD, refused("R-1"));
  }

  private static final Duration WAIT = Duration.ofSeconds(30);

  private static <T> T await(Uni<T> work) {
    return work.await().atMost(WAIT);
  }

  private boolean accept(String id, Kind kind, String subject) {
    return await(
        erasures.accept(
            new ErasureRequest(id, "m-" + id, kind, subject, "because"), "erased-" + id));
  }

  private Step advance(String id, HolderEraser eraser) {
    return await(erasures.advance(id, eraser));
  }

  private Step advanceAll(String id, HolderEraser eraser) {
    Step progress = Step.MORE;
    while (progress == Step.MORE) {
      progress = advance(id, eraser);
    }
    return progress;
  }

  private Outcome.Erased erased(String id) {
    return (Outcome.Erased) result(id).outcome();
  }

  private PrivacyCode refused(String id) {
    return ((Outcome.Refused) result(id).outcome()).code();
  }

  private ErasureResult result(String id) {
    return await(erasures.unanswered(10)).stream()
        .filter(each -> each.requestId().equals(id))
        .findFirst()
        .orElseThrow();
  }

  /** Marks the unit by its actor. */
  private HolderEraser.Erased rewrite(
      JournaledTexts unit, String holder, String pseudonym, List<PastAssignment> assignments) {
    assertEquals("anna", holder);
    rewritten.add(unit.id());
    passed = assignments;
    String[] authids = new String[unit.entries()];
    Arrays.fill(authids, pseudonym);
    return new HolderEraser.Erased(
        new JournaledTexts(
            unit.id(),
            unit.decidedAt(),
            unit.entries(),
            unit.cardIds(),
            unit.sources(),
            unit.messageIds(),
            authids,
            unit.correlationids(),
            unit.codes(),
            unit.reasons(),
            unit.output()),
        1);
  }

  private List<Long> offsets(List<Long> units) {
    return units.stream()
        .map(id -> vault.number("SELECT offsets[1] FROM journal_unit WHERE id = " + id))
        .toList();
  }

  private int published() {
    int log = vault.own(COMMANDS).get(COMMANDS).log();
    vault.run("UPDATE progress SET next_offset = 100, published_offset = 100");
    return log;
  }

  private void unit(
      int log, long offset, String card, String source, String id, String actor, String reason) {
    JournalEntry entry =
        new JournalEntry(
            new JournalPosition(log, offset),
            card,
            new MessageId(source, id),
            "type",
            Deck.NOW,
            actor,
            null,
            1L,
            io.cardflow.domain.Outcome.APPLIED,
            null,
            reason,
            1,
            null);
    Vault.await(
        vault
            .pool()
            .preparedQuery(JournalTable.INSERT)
            .execute(JournalTable.tuple(new JournalUnit(1, Deck.NOW, List.of(entry), null))));
  }

  private void assign(String card, int number, String holder, boolean ended) {
    vault.run(
        """
        INSERT INTO card_assignment (card_id, number, holder_id, valid_from, valid_until, ended_at)
        VALUES ('%s', %d, '%s', timestamptz '%s' - interval '60 s', now(), %s)
        """
            .formatted(
                card, number, holder, Deck.NOW, ended ? "timestamptz '" + Deck.NOW + "'" : "NULL"));
  }

  private void request(String card, String state, String batch) {
    vault.run(
        """
        INSERT INTO card (id, version, state, since, assignments) VALUES ('%1$s', 1, '%2$s', now(), 0);
        INSERT INTO card_request (card_id, layout_id, delivery, card_elements)
        VALUES ('%1$s', 'L', '{"city":"C"}', '{}');
        INSERT INTO order_batch (id, status, layout_id, delivery, cards, collected_at)
        VALUES ('B-1', '%3$s', 'L', '{"city":"C"}', 1, now());
        INSERT INTO order_card (card_id, batch_id) VALUES ('%1$s', 'B-1')
        """
            .formatted(card, state, batch));
  }
}
