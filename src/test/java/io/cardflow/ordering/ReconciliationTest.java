package io.cardflow.ordering;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.agroal.api.AgroalDataSource;
import io.cardflow.domain.ProducerStatus.Readout;
import io.cardflow.internalmessages.InternalMessages;
import io.cardflow.ops.CardflowConfig;
import io.cardflow.ops.JobWatch;
import io.cardflow.ordering.BureauReport.CardReport;
import io.cardflow.ordering.BureauReport.Stage;
import io.cardflow.servers.ServersResource;
import io.cardflow.servers.WorkerSettings;
import io.cardflow.store.CardAnswer;
import io.cardflow.store.CardQuestion;
import io.cardflow.store.CardQuestions;
import io.cardflow.store.Cards;
import io.cardflow.store.OrderBatches;
import io.cardflow.store.OrderClaims;
import io.cardflow.store.OrderResolutions;
import io.cardflow.store.OrderResolutions.CardPair;
import io.cardflow.store.OrderResolutions.Result;
import io.cardflow.store.OrderedCards;
import io.cardflow.store.QuestionOutcome;
import io.quarkus.scheduler.Scheduler;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The questions about the cards of accepted orders: when they are asked, and what they bring. */
@QuarkusTest
@QuarkusTestResource(ServersResource.class)
class ReconciliationTest {

  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final Duration SILENCE = Duration.ofHours(6);
  private static final AtomicInteger TESTS = new AtomicInteger();
  private static final Instant TIME = Instant.parse("2026-02-04T08:36:45Z");

  @Inject AgroalDataSource database;
  @Inject OrderBatches batches;
  @Inject OrderedCards ordered;
  @Inject OrderClaims claims;
  @Inject OrderResolutions resolutions;
  @Inject CardQuestions questions;
  @Inject Cards cards;
  @Inject InternalMessages messages;
  @Inject OrderingMeters meters;
  @Inject JobWatch watch;
  @Inject Scheduler scheduler;

  /** Unique per test, because messages are deduplicated. */
  private final String id = "R-" + TESTS.incrementAndGet();

  private final Bureau bureau = new Bureau();
  private final Gate gate = new Gate();

  @BeforeEach
  void begin() {
    scheduler.pause();
    run(
        """
        TRUNCATE card, card_request, order_queue, order_batch, order_card, order_step, bureau_card;
        UPDATE question_pace SET next_at = now()
        """);
  }

  @AfterEach
  void resume() {
    scheduler.resume();
  }

  @Test
  void aSilentCardGetsWhatItMissedAndIsNotAskedAboutAgain() {
    accepted(2, "ORDERED");
    bureau.shipped(bureauCard(1));

    reconcile();

    assertEquals(List.of(bureauCard(1), bureauCard(2)), bureau.asked());
    awaitState(card(1), "PRODUCED");
    assertEquals("ORDERED", state(card(2)));
    assertEquals("", due(card(1)));
    assertEquals("CLOSED", ask("SELECT status FROM order_batch WHERE completed_at IS NULL"));
    assertEquals("1", ask("SELECT count(*) FROM order_step WHERE step = 'RECONCILED'"));

    bureau.shipped(bureauCard(2));
    run("UPDATE order_card SET due_at = now() WHERE due_at IS NOT NULL");
    reconcile();

    assertEquals(List.of(bureauCard(2)), bureau.asked());
    assertEquals("t", ask("SELECT completed_at IS NOT NULL FROM order_batch"));
  }

  @Test
  void aCardThatKnowsEverythingIsNotAskedAbout() {
    accepted(2, "PRODUCED");
    run(
        """
        UPDATE card SET produced_at = now(), shipped_at = now(),
          readouts = '[{"type":"uid","value":"1"}]';
        UPDATE card SET state = 'FAILED', produced_at = NULL WHERE id = '%s'
        """
            .formatted(card(2)));

    reconcile();

    assertEquals(List.of(), bureau.asked());
    assertEquals("t", ask("SELECT completed_at IS NOT NULL FROM order_batch"));
  }

  @Test
  void aCardThatHadANotificationWaitsUntilItIsSilent() {
    accepted(1, "ORDERED");
    run("UPDATE card SET since = now() - interval '5 h'");

    reconcile();

    assertEquals(List.of(), bureau.asked());
    assertEquals("t", ask("SELECT " + isAbout("due_at", "1 h") + " FROM order_card"));

    await(batches.ask(id));
    reconcile();
    assertEquals(List.of(bureauCard(1)), bureau.asked());
  }

  /** The longer it is silent, the rarer it is asked about, but at least once a day. */
  @ParameterizedTest
  @CsvSource({"6 h, 6 h", "20 h, 10 h", "3 d, 24 h"})
  void theNextQuestionWaitsByAge(String age, String next) {
    accepted(1, "IN_PRODUCTION");
    run("UPDATE card SET since = now() - interval '%s'".formatted(age));

    reconcile();

    assertEquals(1, bureau.asked().size());
    assertEquals("t", ask("SELECT " + isAbout("due_at", next) + " FROM order_card"));
  }

  @Test
  void aCardThatCannotBeReadHoldsBackNoOther() {
    accepted(3, "ORDERED");
    bureau.fails(bureauCard(2), Fault.of(Fault.Code.BAD_ANSWER, "because"));
    bureau.shipped(bureauCard(3));

    reconcile();

    awaitState(card(3), "PRODUCED");
    assertEquals("1", ask("SELECT failures FROM order_card WHERE card_id = '" + card(2) + "'"));
    assertEquals("BAD_ANSWER because", ask("SELECT error || ' ' || error_detail FROM order_batch"));
    bureau.fails(bureauCard(2), null);
    run("UPDATE order_card SET due_at = now() WHERE failures > 0");
    reconcile();
    assertEquals("", ask("SELECT coalesce(error, '') FROM order_batch"));
  }

  @Test
  void aBureauThatLimitsTheRateIsLeftAloneAndNoOtherCardHasFailed() {
    accepted(3, "ORDERED");
    bureau.fails(
        bureauCard(1), new Fault(Fault.Code.TOO_MANY_REQUESTS, "slow down", Duration.ofMinutes(7)));

    reconcile(Map.of("cardflow.ordering.max-concurrent-submissions", "1"));

    assertEquals(List.of(bureauCard(1)), bureau.asked());
    assertEquals(0, gate.admits(1));
    assertEquals("1", ask("SELECT count(*) FROM order_card WHERE failures > 0"));
    assertEquals("t", ask("SELECT " + isAbout("max(due_at)", "7 min") + " FROM order_card"));
  }

  @Test
  void replicasTogetherAskNoFasterThanTheSettingAllows() {
    accepted(30, "ORDERED");

    assertEquals(10, claim(10, 1).size());
    assertEquals(List.of(), claim(10, 1));
    assertEquals(
        "t",
        ask(
            "SELECT next_at BETWEEN now() + interval '1 s' AND now() + interval '10 s'"
                + " FROM question_pace"));
    run("UPDATE question_pace SET next_at = now()");
    assertEquals(10, claim(10, 1).size());
  }

  @ParameterizedTest
  @CsvSource({"30, 0, 10, 0", "0, 30, 0, 10", "30, 30, 5, 5", "3, 30, 3, 7", "30, 3, 7, 3"})
  void knownAndUnknownCardsShareAPortion(
      int known, int unknown, long askedAsKnown, long askedAsUnknown) {
    accepted(known, "ORDERED");
    run(
        """
        INSERT INTO bureau_card (producer_card_id, batch_id, due_at)
        SELECT 'U-' || i, (SELECT id FROM order_batch LIMIT 1), now() FROM generate_series(1, %d) AS i
        """
            .formatted(unknown));

    List<CardQuestion> claimed = claim(10, 100);

    assertEquals(askedAsUnknown, claimed.stream().filter(each -> each.cardId() == null).count());
    assertEquals(askedAsKnown, claimed.size() - askedAsUnknown);
  }

  @Test
  void theQuestionsOfALargeOrderLeaveRoomForOthers() {
    run(
        """
        INSERT INTO order_batch (id, status, layout_id, delivery, cards, collected_at, due_at)
        VALUES ('%1$s', 'COLLECTED', 'L1', '{}', 5000, now(), now());
        INSERT INTO order_card (card_id, batch_id)
        SELECT '%1$s-' || i, '%1$s' FROM generate_series(1, 5000) AS i
        """
            .formatted(id));
    var claim = await(claims.submissions(1, PATIENCE)).get(0);
    List<CardAnswer> answers = new ArrayList<>();
    for (int each = 1; each <= 5000; each++) {
      answers.add(new CardAnswer(card(each), bureauCard(each), null, null));
    }

    await(ordered.answered(claim, "OD-" + id, answers, SILENCE));

    assertEquals(
        "t",
        ask(
            "SELECT max(due_at) - min(due_at) BETWEEN interval '2 h' AND interval '4 h'"
                + " FROM order_card"));
  }

  @Test
  void anAnswerThatComesAfterAnotherReplicaAskedChangesNothing() {
    accepted(1, "ORDERED");
    CardQuestion late = claim(10, 1).get(0);
    run("UPDATE order_card SET due_at = now(); UPDATE question_pace SET next_at = now()");
    claim(10, 1);

    await(questions.answered(List.of(new QuestionOutcome(late, null, false, null, null))));

    assertTrue(!due(card(1)).isEmpty());
  }

  @Test
  void cardsWithoutTheBureausIdAreMappedByTheirElement() {
    accepted(2, "ORDERED");
    run("UPDATE order_card SET producer_card_id = NULL, due_at = NULL");
    run("UPDATE order_batch SET due_at = now()");
    bureau.names(bureauCard(1), card(1));
    bureau.names(bureauCard(2), "T-OF-ANOTHER-BATCH");

    reconcile();
    run("UPDATE bureau_card SET due_at = now()");
    reconcile();

    assertEquals(
        bureauCard(1),
        ask("SELECT producer_card_id FROM order_card WHERE card_id = '" + card(1) + "'"));
    assertEquals("1", ask("SELECT count(*) FROM bureau_card"));
    assertEquals("CARD_NOT_MAPPED", ask("SELECT error FROM order_batch"));
    bureau.asked();
    bureau.shipped(bureauCard(1));
    reconcile();
    awaitState(card(1), "PRODUCED");
  }

  @Test
  void withoutAnElementAnOperatorLoadsThePairs() {
    accepted(2, "ORDERED");
    run("UPDATE order_card SET producer_card_id = NULL, due_at = NULL");
    run("UPDATE order_batch SET due_at = now()");

    reconcile(Map.of());

    assertEquals(List.of(), bureau.asked());
    assertEquals("CARD_NOT_MAPPED", ask("SELECT error FROM order_batch"));
    assertEquals(
        List.of("T-OTHER"),
        await(
            resolutions.load(
                id,
                List.of(
                    new CardPair(card(1), bureauCard(1)), new CardPair("T-OTHER", "CA-OTHER")))));
    assertEquals(
        List.of(),
        await(
            resolutions.load(
                id,
                List.of(
                    new CardPair(card(1), bureauCard(1)), new CardPair(card(2), bureauCard(2))))));
    reconcile(Map.of());
    assertEquals(List.of(bureauCard(1), bureauCard(2)), bureau.asked());
  }

  @Test
  void anOperatorResolvesAnOrderInDoubt() {
    inDoubt();
    assertEquals(Result.NOT_IN_DOUBT, await(resolutions.taken("R-NONE", "OD-1")));

    assertEquals(Result.RESOLVED, await(resolutions.taken(id, "OD-" + id)));

    assertEquals(
        "SUBMITTED OD-%s t".formatted(id),
        ask(
            "SELECT format('%s %s %s', status, order_id, answered_at IS NOT NULL)"
                + " FROM order_batch"));
    assertEquals("2", ask("SELECT count(*) FROM order_card WHERE accepted"));
    assertEquals("TAKEN", ask("SELECT detail FROM order_step WHERE step = 'RESOLVED'"));
    assertEquals(Result.NOT_IN_DOUBT, await(resolutions.notTaken(id)));
  }

  @Test
  void anOrderThatWasNotTakenIsCollectedAgainUnderTheSameId() {
    inDoubt();

    assertEquals(Result.RESOLVED, await(resolutions.notTaken(id)));

    assertEquals(
        "COLLECTED t",
        ask("SELECT status || ' ' || (due_at <= now()) FROM order_batch").replace("true", "t"));
    assertEquals("COLLECTED", await(claims.submissions(1, PATIENCE)).get(0).before().name());
  }

  @Test
  void anOrderOnWhichAReplicaWorksIsNotResolved() {
    inDoubt();
    run("UPDATE order_batch SET leased_until = now() + interval '1 min'");

    assertEquals(Result.NOT_IN_DOUBT, await(resolutions.notTaken(id)));
    assertEquals(Result.NOT_IN_DOUBT, await(resolutions.taken(id, "OD-1")));
  }

  @Test
  void theOrderOfAnotherBatchIsNotTakenOver() {
    inDoubt();
    run(
        """
        INSERT INTO order_batch (id, status, layout_id, delivery, cards, collected_at, order_id)
        VALUES ('OTHER', 'CLOSED', 'L1', '{}', 1, now(), 'OD-OTHER')
        """);

    assertEquals(Result.ORDER_OF_ANOTHER_BATCH, await(resolutions.taken(id, "OD-OTHER")));
  }

  private String card(int number) {
    return id + "-" + number;
  }

  private String bureauCard(int number) {
    return "CA-" + id + "-" + number;
  }

  /** An order with cards that are due to be asked about. */
  private void accepted(int number, String state) {
    run(
        """
        INSERT INTO card (id, version, state, since, assignments, batch_id, order_id,
          producer_card_id)
        SELECT '%1$s-' || i, 3, '%3$s', now() - interval '7 h', 0, '%1$s', 'OD-%1$s',
          'CA-%1$s-' || i FROM generate_series(1, %2$d) AS i;
        INSERT INTO order_batch (id, status, layout_id, delivery, cards, collected_at, order_id,
          answered_at, closed_at)
        VALUES ('%1$s', 'CLOSED', 'L1', '{}', %2$d, now(), 'OD-%1$s', now(), now());
        INSERT INTO order_card (card_id, batch_id, accepted, producer_card_id, due_at)
        SELECT id, '%1$s', true, producer_card_id, now() - interval '1 min' FROM card
        """
            .formatted(id, number, state));
  }

  private void inDoubt() {
    run(
        """
        INSERT INTO order_batch (id, status, layout_id, delivery, cards, collected_at)
        VALUES ('%1$s', 'UNKNOWN', 'L1', '{}', 2, now());
        INSERT INTO order_card (card_id, batch_id) VALUES ('%1$s-1', '%1$s'), ('%1$s-2', '%1$s')
        """
            .formatted(id));
  }

  private List<CardQuestion> claim(int most, int pace) {
    return await(questions.claim(most, PATIENCE, pace, SILENCE));
  }

  private void reconcile() {
    reconcile(Map.of("cardflow.gocards.card-id-element", "OUR_ID"));
  }

  private void reconcile(Map<String, String> more) {
    Map<String, String> settings = new HashMap<>(more);
    settings.put("cardflow.gocards.url", "http://localhost:1");
    CardflowConfig config = WorkerSettings.config(settings);
    run("UPDATE question_pace SET next_at = now()");
    await(
        new Reconciler(
                claims,
                questions,
                new OrderCards(batches, ordered, bureau, gate, meters, config),
                new Reconciliation(questions, cards, bureau, messages, gate, meters, config),
                gate,
                watch,
                config)
            .run());
  }

  private String due(String card) {
    return ask("SELECT coalesce(due_at::text, '') FROM order_card WHERE card_id = '" + card + "'");
  }

  private String state(String card) {
    return ask("SELECT state FROM card WHERE id = '" + card + "'");
  }

  private void awaitState(String card, String state) {
    Awaitility.await().atMost(PATIENCE).until(() -> state.equals(state(card)));
  }

  private static String isAbout(String time, String after) {
    return "%1$s BETWEEN now() + interval '%2$s' * 0.9 AND now() + interval '%2$s' * 1.1"
        .formatted(time, after);
  }

  private static <T> T await(Uni<T> work) {
    return work.await().atMost(PATIENCE);
  }

  private void run(String sql) {
    try (Connection connection = database.getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    } catch (SQLException failed) {
      throw new IllegalStateException(sql, failed);
    }
  }

  private String ask(String sql) {
    try (Connection connection = database.getConnection();
        Statement statement = connection.createStatement();
        ResultSet answer = statement.executeQuery(sql)) {
      answer.next();
      return answer.getString(1);
    } catch (SQLException failed) {
      throw new IllegalStateException(sql, failed);
    }
  }

  /** A bureau whose cards are ordered until the test reports more. */
  private static final class Bureau implements CardProducer {

    private final Map<String, CardReport> reports = new HashMap<>();
    private final Map<String, Fault> faults = new HashMap<>();
    private final List<String> calls = Collections.synchronizedList(new ArrayList<>());

    /** The cards that were asked about since the last call, sorted. */
    List<String> asked() {
      List<String> asked = calls.stream().sorted().toList();
      calls.clear();
      return asked;
    }

    void shipped(String card) {
      reports.put(card, report(card, null, Stage.SHIPPED));
    }

    void names(String card, String ownId) {
      reports.put(card, report(card, ownId, Stage.ORDERED));
    }

    void fails(String card, Fault fault) {
      faults.put(card, fault);
    }

    private static CardReport report(String card, String ownId, Stage stage) {
      boolean made = stage == Stage.SHIPPED;
      return new CardReport(
          card,
          ownId,
          stage,
          made ? TIME : null,
          made ? List.of(new Readout("uid", "04A1")) : List.of(),
          made ? TIME : null,
          null,
          null,
          null,
          0);
    }

    @Override
    public Uni<Reply> order(Order order, Lease lease) {
      throw new UnsupportedOperationException("not called in this test");
    }

    @Override
    public Uni<Reply> find(Order order) {
      throw new UnsupportedOperationException("not called in this test");
    }

    @Override
    public Uni<OrderReport> cards(String orderId) {
      return Uni.createFrom()
          .item(new OrderReport.Received(reports.keySet().stream().sorted().toList(), 0));
    }

    @Override
    public Uni<BureauReport> card(String producerCardId) {
      calls.add(producerCardId);
      Fault fault = faults.get(producerCardId);
      return Uni.createFrom()
          .item(
              fault != null
                  ? new BureauReport.Failed(fault)
                  : new BureauReport.Received(
                      reports.getOrDefault(
                          producerCardId, report(producerCardId, null, Stage.ORDERED))));
    }
  }
}
