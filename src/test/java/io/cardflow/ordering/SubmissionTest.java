package io.cardflow.ordering;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.agroal.api.AgroalDataSource;
import io.cardflow.domain.OrderStatus;
import io.cardflow.internalmessages.InternalMessages;
import io.cardflow.ops.CardflowConfig;
import io.cardflow.ops.Metric;
import io.cardflow.servers.ServersResource;
import io.cardflow.store.CardAnswer;
import io.cardflow.store.ClaimLost;
import io.cardflow.store.OrderBatches;
import io.cardflow.store.OrderClaim;
import io.cardflow.store.OrderClaims;
import io.cardflow.store.OrderedCards;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** One step of a batch: the calls, the stored data, and the published outcomes. */
@QuarkusTest
@QuarkusTestResource(ServersResource.class)
class SubmissionTest {

  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final AtomicInteger TESTS = new AtomicInteger();

  @Inject AgroalDataSource database;
  @Inject OrderBatches batches;
  @Inject OrderedCards cards;
  @Inject OrderClaims claims;
  @Inject InternalMessages messages;
  @Inject OrderingMeters meters;
  @Inject CardflowConfig config;
  @Inject MeterRegistry registry;

  /** Unique per test, because messages are deduplicated. */
  private final String id = "B-" + TESTS.incrementAndGet();

  private final String a = "A" + id;
  private final String b = "B" + id;
  private final Gate gate = new Gate();
  private final Script producer = new Script();
  private Submission submission;

  @BeforeEach
  void begin() {
    submission = new Submission(batches, cards, producer, messages, gate, meters, config);
    run("TRUNCATE card, card_request, order_queue, order_batch, order_card");
  }

  @Test
  void anAcceptedOrderIsClosedWhenItsOutcomesArePublished() {
    collected();
    producer.answers(taken(a, b));

    step();

    assertEquals("order", producer.calls());
    assertEquals("CLOSED  0 false", batch());
    assertEquals("ORDERED %s OD-1 CA-%s".formatted(id, a), awaitCard(a, "ORDERED"));
    assertEquals("ORDERED %s OD-1 CA-%s".formatted(id, b), awaitCard(b, "ORDERED"));
  }

  @Test
  void aRefusedCardFailsAlone() {
    collected();
    producer.answers(
        new Reply.Taken(
            "OD-1",
            List.of(
                new CardAnswer(a, "CA-" + a, null, null),
                new CardAnswer(b, null, "LAYOUT", "too long"))));

    step();

    assertEquals("CLOSED  0 false", batch());
    assertEquals("ORDERED %s OD-1 CA-%s".formatted(id, a), awaitCard(a, "ORDERED"));
    assertEquals("FAILED " + id + "  ", awaitCard(b, "FAILED"));
    assertEquals(
        "LAYOUT too long",
        ask("SELECT failure_code || ' ' || failure_detail" + " FROM card WHERE id = '" + b + "'"));
  }

  @Test
  void ofARefusedOrderOnlyTheNamedCardsFail() {
    collected();
    producer.answers(
        new Reply.Refused(
            List.of(new CardAnswer(b, null, "ADDRESS", "no city")), "INVALID", "see the cards"),
        taken(a));

    step();

    assertEquals("FAILED " + id + "  ", awaitCard(b, "FAILED"));
    assertEquals("REFUSED 1 ANSWERED", ask(state(id)));
    assertEquals("COLLECTED 1 ", ask(state(id + ".1")));
    step();
    assertEquals("ORDERED %s.1 OD-1 CA-%s".formatted(id, a), awaitCard(a, "ORDERED"));
    assertEquals("order order", producer.calls());
  }

  @Test
  void aRefusedOrderThatNamesNoCardIsSplitDownToTheCardThatIsRefused() {
    collected();
    Reply refused = new Reply.Refused(List.of(), "LAYOUT_UNKNOWN", null);
    producer.answers(refused, taken(a), refused);

    step();

    assertEquals("REFUSED 0 ", ask(state(id)));
    assertEquals("{}", ask("SELECT delivery FROM order_batch WHERE id = '" + id + "'"));
    assertEquals(
        "LAYOUT_UNKNOWN",
        ask("SELECT code FROM order_step WHERE step = 'SPLIT' AND batch_id = '" + id + "'"));
    step();
    step();
    assertEquals("ORDERED %s.1 OD-1 CA-%s".formatted(id, a), awaitCard(a, "ORDERED"));
    assertEquals("FAILED %s.2  ".formatted(id), awaitCard(b, "FAILED"));
    assertEquals("REFUSED 1 ANSWERED", ask(state(id + ".2")));
    assertEquals("order order order", producer.calls());
  }

  @Test
  void aReplicaWithAnExpiredClaimSplitsNothing() {
    collected();
    OrderClaim overslept = claim();
    due();
    claim();

    assertThrows(
        ClaimLost.class,
        () ->
            await(
                cards.split(
                    overslept,
                    List.of(),
                    List.of(new OrderedCards.Move(a, "X"), new OrderedCards.Move(b, "X")),
                    "C",
                    null)));
    assertEquals("1", ask("SELECT count(*) FROM order_batch"));
    assertEquals("2", ask("SELECT count(*) FROM order_card WHERE batch_id = '" + id + "'"));
  }

  /** A batch's status, its number of cards, and whether it was answered. */
  private static String state(String batch) {
    return """
        SELECT format('%%s %%s %%s', status, cards, (SELECT string_agg(DISTINCT step, ' ')
          FROM order_step WHERE batch_id = b.id AND step = 'ANSWERED'))
        FROM order_batch b WHERE id = '%s'
        """
        .formatted(batch);
  }

  @ParameterizedTest
  @EnumSource(Fault.Code.class)
  void afterAFaultNoOutcomeIsPublishedAndTheBatchHasTheReason(Fault.Code code) {
    collected();
    producer.answers(new Reply.Failed(Fault.of(code, "because")));
    String outcome = code.name().toLowerCase(Locale.ROOT);
    double before = counted(Metric.SUBMISSIONS, outcome);

    step();

    assertEquals(before + 1, counted(Metric.SUBMISSIONS, outcome));

    boolean unsent = !code.leavesOrderUncertain();
    assertEquals((unsent ? "COLLECTED " : "UNKNOWN ") + code + " 1 true", batch());
    assertEquals("because", ask("SELECT error_detail FROM order_batch"));
    assertEquals("0", ask("SELECT count(*) FROM order_card WHERE accepted IS NOT NULL"));
    assertEquals("2", ask("SELECT count(*) FROM card WHERE state = 'PROCESSING'"));
  }

  @Test
  void anOrderInDoubtIsLookedUpBeforeItIsSentAgain() {
    collected();
    producer.answers(
        new Reply.Failed(Fault.of(Fault.Code.TIMEOUT, "late")),
        new Reply.NotReceived(),
        new Reply.Failed(Fault.of(Fault.Code.CONNECTION, "lost")),
        taken(a, b));
    step();
    due();
    step();
    due();
    step();

    assertEquals("order find order find", producer.calls());
    assertEquals("CLOSED  0 false", batch());
  }

  @Test
  void aBatchWhoseReplicaDiedDuringTheCallIsLookedUpFirst() {
    collected();
    claim();
    due();
    producer.answers(taken(a, b));

    step();

    assertEquals("find", producer.calls());
    assertEquals("CLOSED  0 false", batch());
  }

  @Test
  void anOrderThatWasNotReceivedIsSentAgainWithoutALookup() {
    collected();
    producer.answers(
        new Reply.Failed(new Fault(Fault.Code.TOO_MANY_REQUESTS, "busy", Duration.ofSeconds(40))),
        taken(a, b));
    step();
    assertEquals(
        "t",
        ask(
            "SELECT due_at BETWEEN now() + interval '35 s' AND now() + interval '45 s'"
                + " FROM order_batch"));
    assertEquals(0, gate.admits(4));
    due();

    step();

    assertEquals("order order", producer.calls());
  }

  @Test
  void aStoredAnswerIsPublishedAfterACrashWithoutAnotherCall() {
    collected();
    OrderClaim crashed = claim();
    await(cards.answered(crashed, "OD-1", taken(a, b).cards(), PATIENCE));
    due();

    step();

    assertEquals("", producer.calls());
    assertEquals("CLOSED  0 false", batch());
    assertEquals("ORDERED %s OD-1 CA-%s".formatted(id, a), awaitCard(a, "ORDERED"));
  }

  @Test
  void outcomesPublishedTwiceCountOnce() {
    collected();
    producer.answers(taken(a, b));
    step();
    awaitCard(a, "ORDERED");
    awaitCard(b, "ORDERED");
    double before = counted(Metric.MESSAGES, "duplicate");
    run("UPDATE order_batch SET status = 'SUBMITTED', due_at = now()");

    step();

    Awaitility.await()
        .atMost(PATIENCE)
        .until(() -> counted(Metric.MESSAGES, "duplicate") == before + 2);
    assertEquals(
        "ORDERED 3", ask("SELECT state || ' ' || version FROM card WHERE id = '" + a + "'"));
  }

  @Test
  void aReplicaWithAnExpiredClaimWritesNothing() {
    collected();
    OrderClaim overslept = claim();
    due();
    OrderClaim current = claim();

    assertThrows(
        ClaimLost.class,
        () -> await(cards.answered(overslept, "OD-9", taken(a, b).cards(), PATIENCE)));
    assertThrows(
        ClaimLost.class,
        () ->
            await(
                batches.postpone(overslept, OrderStatus.COLLECTED, Duration.ZERO, 0, null, null)));
    assertThrows(
        ClaimLost.class, () -> await(batches.close(overslept, OrderStatus.CLOSED, null, true)));
    assertEquals(overslept.number() + 1, current.number());
    assertEquals("SUBMITTED  0 true", batch());
  }

  @Test
  void aBatchIsClaimedByOneReplicaAtATime() {
    collected();
    claim();

    assertEquals(List.of(), await(claims.submissions(10, PATIENCE)));
  }

  private double counted(Metric metric, String outcome) {
    return registry.find(metric.id()).tag("outcome", outcome).counters().stream()
        .mapToDouble(Counter::count)
        .sum();
  }

  private static Reply.Taken taken(String... accepted) {
    return new Reply.Taken(
        "OD-1",
        List.of(accepted).stream()
            .map(card -> new CardAnswer(card, "CA-" + card, null, null))
            .toList());
  }

  /** Two waiting cards, held by a batch that has not been sent yet. */
  private void collected() {
    run(
        """
        INSERT INTO card (id, version, state, since, assignments)
        SELECT id, 2, 'PROCESSING', now(), 0 FROM unnest(ARRAY['%2$s', '%3$s']) AS id;
        INSERT INTO card_request (card_id, layout_id, delivery, card_elements)
        SELECT id, 'L1', '{}', '{}' FROM card;
        INSERT INTO order_batch (id, status, layout_id, delivery, cards, collected_at, due_at)
        VALUES ('%1$s', 'COLLECTED', 'L1', '{}', 2, now(), now());
        INSERT INTO order_card (card_id, batch_id) SELECT id, '%1$s' FROM card
        """
            .formatted(id, a, b));
  }

  private OrderClaim claim() {
    return await(claims.submissions(1, PATIENCE)).get(0);
  }

  private void due() {
    run("UPDATE order_batch SET due_at = now() - interval '1 s'");
  }

  private void step() {
    await(submission.step(claim()));
  }

  /** Its status, error, number of failed attempts, and whether a step is due later. */
  private String batch() {
    return ask(
        "SELECT format('%s %s %s %s', status, error, attempts,"
            + " CASE WHEN due_at > now() THEN 'true' ELSE 'false' END) FROM order_batch");
  }

  /** Waits until a card is in a state, and returns it with its order. */
  private String awaitCard(String card, String state) {
    Awaitility.await()
        .atMost(PATIENCE)
        .until(() -> state.equals(ask("SELECT state FROM card WHERE id = '" + card + "'")));
    return ask(
        "SELECT format('%s %s %s %s', state, batch_id, order_id, producer_card_id) FROM card"
            + " WHERE id = '"
            + card
            + "'");
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

  /** A bureau that returns the next reply of a list and records its calls. */
  private static final class Script implements CardProducer {

    private final Deque<Reply> replies = new ArrayDeque<>();
    private final List<String> calls = new ArrayList<>();

    void answers(Reply... next) {
      replies.addAll(List.of(next));
    }

    String calls() {
      return String.join(" ", calls);
    }

    @Override
    public Uni<Reply> order(Order order, Lease lease) {
      calls.add("order");
      return Uni.createFrom().item(replies.remove());
    }

    @Override
    public Uni<Reply> find(Order order) {
      calls.add("find");
      return Uni.createFrom().item(replies.remove());
    }

    @Override
    public Uni<OrderReport> cards(String orderId) {
      throw new UnsupportedOperationException("not called in this test");
    }

    @Override
    public Uni<BureauReport> card(String producerCardId) {
      throw new UnsupportedOperationException("not called in this test");
    }
  }
}
