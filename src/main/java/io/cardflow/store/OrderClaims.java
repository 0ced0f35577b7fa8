package io.cardflow.store;

import io.cardflow.domain.OrderStatus;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Claims batches whose next step is due, each for one replica at a time. */
@ApplicationScoped
public class OrderClaims {

  /**
   * A batch is marked before it is first sent, so that it is looked up before it is sent again if
   * the replica dies during the call.
   */
  private static final String CLAIM =
      """
      WITH clock AS MATERIALIZED (
        SELECT clock_timestamp() AS at
      ), due AS MATERIALIZED (
        SELECT id, status, answered_at FROM order_batch
        WHERE %s AND due_at <= now()
        ORDER BY due_at, id LIMIT $1 FOR UPDATE SKIP LOCKED
      ), step AS (
        INSERT INTO order_step (batch_id, at, step)
        SELECT id, clock.at, CASE status WHEN 'COLLECTED' THEN 'SUBMITTED' ELSE 'LOOKED_UP' END
        FROM due, clock WHERE status <> 'CLOSED' AND answered_at IS NULL
      )
      UPDATE order_batch b SET claims = b.claims + 1,
        due_at = clock.at + $2 * interval '1 millisecond',
        leased_until = clock.at + $2 * interval '1 millisecond',
        status = CASE b.status WHEN 'COLLECTED' THEN 'SUBMITTED' ELSE b.status END
      FROM due, clock WHERE b.id = due.id
      RETURNING b.id, b.claims, due.status, b.answered_at IS NOT NULL AS answered, b.attempts,
        b.asked_at IS NOT NULL AS asked, clock.at
      """;

  private static final String SUBMISSION =
      CLAIM.formatted("status IN ('COLLECTED', 'SUBMITTED', 'UNKNOWN')");
  private static final String LOOK_UP = CLAIM.formatted("status IN ('SUBMITTED', 'UNKNOWN')");
  private static final String RECONCILIATION = CLAIM.formatted("status = 'CLOSED'");

  private final Pool pool;
  private final OrderingFence fence;

  /** Uses this pool; claims that lead to orders go through this fence. */
  public OrderClaims(Pool pool, OrderingFence fence) {
    this.pool = pool;
    this.fence = fence;
  }

  /**
   * Claims batches to be submitted, looked up, or closed. While ordering is closed these are only
   * batches that the bureau may have received, and none of them may be sent.
   *
   * @param most the maximum number, 1 or more
   * @param lease how long this replica owns them
   */
  public Uni<List<OrderClaim>> submissions(int most, Duration lease) {
    return fence.claim(
        (connection, open) -> claim(connection, open ? SUBMISSION : LOOK_UP, most, lease, open),
        claims -> !claims.isEmpty(),
        List.of());
  }

  /**
   * Claims closed orders that are due for reconciliation, even while ordering is closed, since it
   * orders nothing.
   *
   * @param most the maximum number, 1 or more
   * @param lease how long this replica owns them
   */
  public Uni<List<OrderClaim>> reconciliations(int most, Duration lease) {
    return Unis.of(
        () ->
            Transactions.run(
                pool, connection -> claim(connection, RECONCILIATION, most, lease, false)));
  }

  /** The process' clock is read before the database's, so that no claim appears to last longer. */
  private static Future<List<OrderClaim>> claim(
      SqlConnection connection, String sql, int most, Duration lease, boolean open) {
    long begun = System.nanoTime();
    return connection
        .preparedQuery(sql)
        .execute(Tuple.of((long) most, (double) lease.toMillis()))
        .map(
            rows -> {
              List<OrderClaim> claims = new ArrayList<>(rows.size());
              rows.forEach(row -> claims.add(claim(row, begun, lease, open)));
              return claims;
            });
  }

  private static OrderClaim claim(Row row, long begun, Duration lease, boolean open) {
    return new OrderClaim(
        row.getString("id"),
        row.getInteger("claims"),
        OrderStatus.valueOf(row.getString("status")),
        row.getBoolean("answered"),
        row.getInteger("attempts"),
        row.getBoolean("asked"),
        row.getOffsetDateTime("at").toInstant(),
        begun,
        lease,
        open);
  }
}
