package io.cardflow.store;

import io.smallrye.mutiny.Uni;
import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The questions to GO Cards about the cards of accepted orders. Each card has its own due time, so
 * that a large order holds back no other. Replicas share one pace.
 */
@ApplicationScoped
public class CardQuestions {

  /** How many due questions are looked through for those that need no call, per call. */
  private static final int LOOK_AHEAD = 4;

  /**
   * Cards that had a notification in the meantime wait again; complete ones are not asked about.
   */
  private static final String SETTLE =
      """
      WITH due AS MATERIALIZED (
        SELECT card_id FROM order_card WHERE due_at <= now() AND NOT asked
        ORDER BY due_at, card_id LIMIT $1 FOR UPDATE SKIP LOCKED
      ), judged AS MATERIALIZED (
        SELECT c.id, c.since + $2 * interval '1 millisecond' AS silent_at,
          c.state IN ('ABORTED', 'FAILED') OR c.shrunk
            OR (c.produced_at IS NOT NULL AND c.readouts IS NOT NULL AND c.shipped_at IS NOT NULL)
            AS complete
        FROM due JOIN card c ON c.id = due.card_id
      ), settled AS (
        UPDATE order_card o SET due_at = CASE WHEN NOT j.complete THEN j.silent_at END
        FROM judged j WHERE o.card_id = j.id AND (j.complete OR j.silent_at > now())
        RETURNING o.batch_id, o.due_at
      )
      SELECT DISTINCT batch_id FROM settled WHERE due_at IS NULL
      """;

  /**
   * Claims questions, and makes the next ones due after as many parts of a second as the pace
   * allows. If there are more, half of them are about cards that are not known yet.
   */
  private static final String CLAIM =
      """
      WITH pace AS MATERIALIZED (
        SELECT next_at FROM question_pace WHERE next_at <= clock_timestamp()
        FOR UPDATE SKIP LOCKED
      ), known AS MATERIALIZED (
        SELECT card_id FROM order_card WHERE due_at <= now() AND EXISTS (SELECT FROM pace)
        ORDER BY due_at, card_id LIMIT $1::bigint - (
          SELECT count(*) FROM (
            SELECT FROM bureau_card WHERE due_at <= now() LIMIT $1::bigint / 2) AS half)
        FOR UPDATE SKIP LOCKED
      ), unknown AS MATERIALIZED (
        SELECT producer_card_id FROM bureau_card
        WHERE due_at <= now() AND EXISTS (SELECT FROM pace)
        ORDER BY due_at, producer_card_id LIMIT $1::bigint - (SELECT count(*) FROM known)
        FOR UPDATE SKIP LOCKED
      ), claimed_unknown AS (
        UPDATE bureau_card u SET questions = u.questions + 1,
          due_at = now() + $2 * interval '1 millisecond'
        FROM unknown JOIN bureau_card k USING (producer_card_id) JOIN order_batch b
          ON b.id = k.batch_id
        WHERE u.producer_card_id = unknown.producer_card_id
        RETURNING NULL::text AS card_id, u.batch_id, b.order_id, u.producer_card_id, u.questions,
          u.failures
      ), claimed_known AS (
        UPDATE order_card o SET questions = o.questions + 1,
          due_at = now() + $2 * interval '1 millisecond'
        FROM known JOIN card c ON c.id = known.card_id JOIN order_card k ON k.card_id = c.id
          JOIN order_batch b ON b.id = k.batch_id
        WHERE o.card_id = known.card_id
        RETURNING o.card_id, o.batch_id, coalesce(c.order_id, b.order_id) AS order_id,
          coalesce(c.producer_card_id, o.producer_card_id) AS producer_card_id, o.questions,
          o.failures
      ), paced AS (
        UPDATE question_pace SET next_at = clock_timestamp() + interval '1 second'
          * ((SELECT count(*) FROM unknown) + (SELECT count(*) FROM known)) / $3
        WHERE EXISTS (SELECT FROM unknown) OR EXISTS (SELECT FROM known)
      )
      SELECT *, now() AS at FROM claimed_unknown UNION ALL SELECT *, now() FROM claimed_known
      """;

  private static final String ANSWER =
      """
      WITH n AS (
        SELECT unnest($1::text[]) AS card_id, unnest($2::integer[]) AS number,
          unnest($3::bigint[]) AS next, unnest($4::integer[]) AS failures
      )
      UPDATE order_card o SET due_at = now() + n.next * interval '1 millisecond',
        failures = n.failures, asked = false
      FROM n WHERE o.card_id = n.card_id AND o.questions = n.number
      """;

  private static final String ANSWER_UNKNOWN =
      """
      WITH n AS (
        SELECT unnest($1::text[]) AS producer_card_id, unnest($2::integer[]) AS number,
          unnest($3::bigint[]) AS next, unnest($4::integer[]) AS failures
      )
      UPDATE bureau_card u SET due_at = now() + n.next * interval '1 millisecond',
        failures = n.failures
      FROM n WHERE u.producer_card_id = n.producer_card_id AND u.questions = n.number
      """;

  /** A batch keeps its error while a card of it cannot be asked about. */
  private static final String BATCHES =
      """
      WITH n AS MATERIALIZED (
        SELECT unnest($1::text[]) AS batch_id, unnest($2::boolean[]) AS asked,
          unnest($3::boolean[]) AS news, unnest($4::text[]) AS error, unnest($5::text[]) AS detail
      ), judged AS MATERIALIZED (
        SELECT n.*,
          n.error IS NULL AND EXISTS (
            SELECT FROM order_card o WHERE o.batch_id = n.batch_id AND o.failures > 0) AS fails,
          EXISTS (SELECT FROM order_card o WHERE o.batch_id = n.batch_id AND o.accepted
            AND (o.due_at IS NOT NULL OR o.producer_card_id IS NULL)) AS open
        FROM n
      ), changed AS (
        UPDATE order_batch b SET
          reconciled_at = CASE WHEN j.asked THEN now() ELSE b.reconciled_at END,
          asked_at = NULL,
          error = CASE WHEN j.fails THEN b.error ELSE j.error END,
          error_detail = CASE WHEN j.fails THEN b.error_detail ELSE j.detail END,
          completed_at = CASE WHEN NOT j.open THEN coalesce(b.completed_at, now()) END,
          due_at = CASE WHEN j.open THEN b.due_at END
        FROM judged j WHERE b.id = j.batch_id AND b.status = 'CLOSED'
        RETURNING b.id, b.completed_at
      )
      INSERT INTO order_step (batch_id, at, step, code, detail)
      SELECT j.batch_id, now(), 'RECONCILED', j.error, j.detail
      FROM judged j JOIN changed c ON c.id = j.batch_id
      WHERE j.asked AND (j.news OR j.error IS NOT NULL OR c.completed_at IS NOT NULL)
      """;

  private static final String MAP =
      """
      WITH ours AS (
        UPDATE order_card o SET producer_card_id = u.producer_card_id, due_at = now()
        FROM bureau_card u WHERE u.producer_card_id = $1 AND u.questions = $2
          AND o.card_id = $3 AND o.batch_id = u.batch_id AND o.accepted
          AND o.producer_card_id IS NULL
        RETURNING u.producer_card_id
      )
      DELETE FROM bureau_card u USING ours WHERE u.producer_card_id = ours.producer_card_id
      RETURNING u.producer_card_id
      """;

  private final Pool pool;

  /** Uses this pool. */
  public CardQuestions(Pool pool) {
    this.pool = pool;
  }

  /**
   * Claims questions that are due.
   *
   * @param most the maximum number, 1 or more
   * @param lease how long this replica owns them
   * @param pace the maximum number per second, of all replicas
   * @param silence how long a card is silent before it is asked about
   */
  public Uni<List<CardQuestion>> claim(int most, Duration lease, int pace, Duration silence) {
    return Unis.of(
        () ->
            Transactions.run(
                pool,
                connection ->
                    settle(connection, most, silence)
                        .compose(
                            settled ->
                                connection
                                    .preparedQuery(CLAIM)
                                    .execute(
                                        Tuple.of(
                                            (long) most, (double) lease.toMillis(), (long) pace)))
                        .map(
                            rows -> {
                              List<CardQuestion> claimed = new ArrayList<>(rows.size());
                              rows.forEach(row -> claimed.add(question(row)));
                              return claimed;
                            })));
  }

  private static Future<Void> settle(SqlConnection connection, int most, Duration silence) {
    return connection
        .preparedQuery(SETTLE)
        .execute(Tuple.of((long) most * LOOK_AHEAD, (double) silence.toMillis()))
        .compose(
            rows -> {
              List<BatchNews> complete = new ArrayList<>();
              rows.forEach(
                  row ->
                      complete.add(
                          new BatchNews(row.getString("batch_id"), false, false, null, null)));
              return batches(connection, complete);
            });
  }

  /** Stores what came of questions. Those that another replica has claimed are skipped. */
  public Uni<Void> answered(List<QuestionOutcome> outcomes) {
    return Unis.of(
        () ->
            Transactions.run(
                pool,
                connection ->
                    connection
                        .preparedQuery(ANSWER)
                        .execute(columns(outcomes, true))
                        .compose(
                            written ->
                                connection
                                    .preparedQuery(ANSWER_UNKNOWN)
                                    .execute(columns(outcomes, false)))
                        .compose(written -> batches(connection, BatchNews.of(outcomes)))));
  }

  /**
   * Stores which card has the bureau's id of a question.
   *
   * @return whether the card belongs to the batch and had no such id
   */
  public Uni<Boolean> map(CardQuestion question, String cardId) {
    return Transactions.list(
            pool, MAP, Tuple.of(question.producerCardId(), question.number(), cardId), row -> row)
        .map(mapped -> !mapped.isEmpty());
  }

  private static Tuple columns(List<QuestionOutcome> outcomes, boolean known) {
    List<QuestionOutcome> rows =
        outcomes.stream().filter(each -> (each.question().cardId() != null) == known).toList();
    return new Columns<>(rows)
        .text(each -> known ? each.question().cardId() : each.question().producerCardId())
        .integer(each -> each.question().number())
        .bigint(each -> each.next() == null ? null : each.next().toMillis())
        .integer(QuestionOutcome::failures)
        .tuple();
  }

  private static Future<Void> batches(SqlConnection connection, Collection<BatchNews> batches) {
    return batches.isEmpty()
        ? Future.succeededFuture()
        : connection
            .preparedQuery(BATCHES)
            .execute(
                new Columns<>(batches)
                    .text(BatchNews::batchId)
                    .bool(BatchNews::asked)
                    .bool(BatchNews::news)
                    .text(BatchNews::error)
                    .text(BatchNews::detail)
                    .tuple())
            .mapEmpty();
  }

  /** What the questions about the cards of one batch have in common. */
  private record BatchNews(
      String batchId, boolean asked, boolean news, String error, String detail) {

    static Collection<BatchNews> of(List<QuestionOutcome> outcomes) {
      Map<String, BatchNews> batches = new TreeMap<>();
      for (QuestionOutcome each : outcomes) {
        batches.merge(
            each.question().batchId(),
            new BatchNews(
                each.question().batchId(), true, each.news(), each.error(), each.detail()),
            BatchNews::plus);
      }
      return batches.values();
    }

    private BatchNews plus(BatchNews other) {
      boolean failed = other.error != null;
      return new BatchNews(
          batchId,
          true,
          news || other.news,
          failed ? other.error : error,
          failed ? other.detail : detail);
    }
  }

  private static CardQuestion question(Row row) {
    return new CardQuestion(
        row.getString("card_id"),
        row.getString("batch_id"),
        row.getString("order_id"),
        row.getString("producer_card_id"),
        row.getInteger("questions"),
        row.getInteger("failures"),
        row.getOffsetDateTime("at").toInstant());
  }
}
