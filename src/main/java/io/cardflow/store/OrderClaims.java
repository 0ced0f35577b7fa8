package io.cardflow.store;

import io.cardflow.domain.OrderStatus;
import io.smallrye.mutiny.Uni;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.List;

/** Takes up batches whose next step is due, each by one replica at a time. */
@ApplicationScoped
public class OrderClaims {

  /**
   * A batch is marked before it is sent for the first time, so that a replica that dies during the
   * call leaves one that is looked up before it is sent again.
   */
  private static final String CLAIM =
      """
      WITH due AS MATERIALIZED (
        SELECT id, status FROM order_batch
        WHERE %s AND due_at <= now()
        ORDER BY due_at, id LIMIT $1 FOR UPDATE SKIP LOCKED
      )
      UPDATE order_batch b SET claims = b.claims + 1,
        due_at = now() + $2 * interval '1 millisecond',
        status = CASE b.status WHEN 'COLLECTED' THEN 'SUBMITTED' ELSE b.status END
      FROM due WHERE b.id = due.id
      RETURNING b.id, b.claims, due.status, b.answered_at IS NOT NULL AS answered, b.attempts,
        now() AS at
      """;

  private static final String SUBMISSION =
      CLAIM.formatted("status IN ('COLLECTED', 'SUBMITTED', 'UNKNOWN')");
  private static final String RECONCILIATION = CLAIM.formatted("status = 'CLOSED'");

  private final Pool pool;

  /** Works on this pool. */
  public OrderClaims(Pool pool) {
    this.pool = pool;
  }

  /**
   * Batches to be submitted, looked up, or closed.
   *
   * @param most how many, 1 or more
   * @param lease how long they are this replica's
   */
  public Uni<List<OrderClaim>> submissions(int most, Duration lease) {
    return claim(SUBMISSION, most, lease);
  }

  /**
   * Closed orders that it is time to ask GO Cards about.
   *
   * @param most how many, 1 or more
   * @param lease how long they are this replica's
   */
  public Uni<List<OrderClaim>> reconciliations(int most, Duration lease) {
    return claim(RECONCILIATION, most, lease);
  }

  private Uni<List<OrderClaim>> claim(String sql, int most, Duration lease) {
    return Transactions.list(
        pool, sql, Tuple.of((long) most, (double) lease.toMillis()), OrderClaims::claim);
  }

  private static OrderClaim claim(Row row) {
    return new OrderClaim(
        row.getString("id"),
        row.getInteger("claims"),
        OrderStatus.valueOf(row.getString("status")),
        row.getBoolean("answered"),
        row.getInteger("attempts"),
        row.getOffsetDateTime("at").toInstant(),
        System.nanoTime());
  }
}
