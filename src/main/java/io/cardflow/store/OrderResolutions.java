package io.cardflow.store;

import io.smallrye.mutiny.Uni;
import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;

/** Stores what an operator knows about orders and the bureau does not answer. */
@ApplicationScoped
public class OrderResolutions {

  /** A replica that works on the batch may be sending it, so nothing is resolved then. */
  private static final String UNKNOWN =
      """
      SELECT id FROM order_batch
      WHERE id = $1 AND status = 'UNKNOWN' AND answered_at IS NULL
        AND (leased_until IS NULL OR leased_until <= clock_timestamp())
      FOR UPDATE
      """;

  private static final String TAKEN =
      """
      WITH cards AS (
        UPDATE order_card SET accepted = true WHERE batch_id = $1
      ), step AS (
        INSERT INTO order_step (batch_id, at, step, detail) VALUES ($1, now(), 'RESOLVED', 'TAKEN')
      )
      UPDATE order_batch SET status = 'SUBMITTED', answered_at = now(), order_id = $2,
        due_at = now(), claims = claims + 1, attempts = 0, error = NULL, error_detail = NULL
      WHERE id = $1
      """;

  private static final String NOT_TAKEN =
      """
      WITH step AS (
        INSERT INTO order_step (batch_id, at, step, detail)
        VALUES ($1, now(), 'RESOLVED', 'NOT_TAKEN')
      )
      UPDATE order_batch SET status = 'COLLECTED', due_at = now(), claims = claims + 1,
        attempts = 0, error = NULL, error_detail = NULL
      WHERE id = $1
      """;

  private static final String KNOWN_ORDER =
      "SELECT id FROM order_batch WHERE order_id = $1 LIMIT 1";

  /** A pair that is loaded again changes nothing. */
  private static final String LOAD =
      """
      WITH n AS MATERIALIZED (
        SELECT unnest($2::text[]) AS card_id, unnest($3::text[]) AS producer_card_id
      ), fitting AS MATERIALIZED (
        SELECT o.card_id, n.producer_card_id, o.producer_card_id IS NULL AS fresh
        FROM n JOIN order_card o ON o.card_id = n.card_id
        WHERE o.batch_id = $1 AND o.accepted
          AND (o.producer_card_id IS NULL OR o.producer_card_id = n.producer_card_id)
      ), unfit AS MATERIALIZED (
        SELECT card_id FROM n WHERE NOT EXISTS (
          SELECT FROM fitting f WHERE f.card_id = n.card_id)
      ), loaded AS (
        UPDATE order_card o SET producer_card_id = f.producer_card_id, due_at = now()
        FROM fitting f WHERE o.card_id = f.card_id AND f.fresh AND NOT EXISTS (SELECT FROM unfit)
      ), asked AS (
        DELETE FROM bureau_card u USING fitting f
        WHERE u.producer_card_id = f.producer_card_id AND NOT EXISTS (SELECT FROM unfit)
      ), batch AS (
        UPDATE order_batch SET error = NULL, error_detail = NULL,
          due_at = CASE WHEN due_at IS NOT NULL THEN greatest(now(), leased_until) END
        WHERE id = $1 AND NOT EXISTS (SELECT FROM unfit)
      )
      SELECT card_id FROM unfit ORDER BY card_id
      """;

  private final Pool pool;

  /** Uses this pool. */
  public OrderResolutions(Pool pool) {
    this.pool = pool;
  }

  /** The bureau's id of a card. */
  public record CardPair(String cardId, String producerCardId) {}

  /** What came of a resolution. */
  public enum Result {
    RESOLVED,
    /** The batch is not in doubt, or a replica works on it. */
    NOT_IN_DOUBT,
    /** Another batch has this order. */
    ORDER_OF_ANOTHER_BATCH
  }

  /**
   * Stores that GO Cards has taken a batch. The outcomes of its cards are published then as after
   * an answer.
   *
   * @param orderId GO Cards' order
   */
  public Uni<Result> taken(String batchId, String orderId) {
    return Unis.of(
        () ->
            Transactions.run(
                pool,
                connection ->
                    connection
                        .preparedQuery(KNOWN_ORDER)
                        .execute(Tuple.of(orderId))
                        .compose(
                            known ->
                                known.size() > 0
                                    ? Future.succeededFuture(Result.ORDER_OF_ANOTHER_BATCH)
                                    : resolve(connection, TAKEN, Tuple.of(batchId, orderId)))));
  }

  /** Stores that GO Cards has not taken a batch: it is sent again under the same id. */
  public Uni<Result> notTaken(String batchId) {
    return Unis.of(
        () ->
            Transactions.run(
                pool, connection -> resolve(connection, NOT_TAKEN, Tuple.of(batchId))));
  }

  private static Future<Result> resolve(SqlConnection connection, String sql, Tuple parameters) {
    return connection
        .preparedQuery(UNKNOWN)
        .execute(Tuple.of(parameters.getString(0)))
        .compose(
            found ->
                found.size() == 0
                    ? Future.succeededFuture(Result.NOT_IN_DOUBT)
                    : connection.preparedQuery(sql).execute(parameters).map(Result.RESOLVED));
  }

  /**
   * Stores the bureau's ids of cards of a batch, all or none.
   *
   * @param pairs 1 or more, no card twice
   * @return the cards that are not accepted cards of this batch, or have another id; empty if all
   *     are stored
   */
  public Uni<List<String>> load(String batchId, List<CardPair> pairs) {
    Tuple rows =
        new Columns<>(pairs, batchId).text(CardPair::cardId).text(CardPair::producerCardId).tuple();
    return Transactions.list(pool, LOAD, rows, row -> row.getString("card_id"));
  }
}
