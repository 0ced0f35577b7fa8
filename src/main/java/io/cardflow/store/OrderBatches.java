package io.cardflow.store;

import io.cardflow.domain.OrderStatus;
import io.quarkus.hibernate.reactive.panache.PanacheRepositoryBase;
import io.smallrye.mutiny.Uni;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * Reads and changes order batches. Callers may be on any thread. A change requires the claim of the
 * batch; if that is no longer the latest, it fails with {@link ClaimLost} and nothing is written.
 */
@ApplicationScoped
public class OrderBatches implements PanacheRepositoryBase<OrderBatch, String> {

  private static final int MOST_OF_A_DETAIL = 500;

  private static final String POSTPONE =
      """
      WITH mine AS (
        UPDATE order_batch SET status = $3, due_at = $4, attempts = $5, error = $6,
          error_detail = $7, leased_until = NULL
        WHERE id = $1 AND claims = $2 RETURNING id
      ), step AS (
        INSERT INTO order_step (batch_id, at, step, code, detail)
        SELECT id, now(), 'POSTPONED', $6, $7 FROM mine WHERE $6 IS NOT NULL
      )
      SELECT id FROM mine
      """;

  private static final String CLOSE =
      """
      WITH mine AS (
        UPDATE order_batch SET status = $3, due_at = $4, closed_at = $5, completed_at = $6,
          attempts = 0, error = NULL, error_detail = NULL, leased_until = NULL,
          asked_at = NULL
        WHERE id = $1 AND claims = $2 RETURNING id
      ), step AS (
        INSERT INTO order_step (batch_id, at, step) SELECT id, now(), $3 FROM mine
      )
      SELECT id FROM mine
      """;

  private static final String RECONCILED =
      """
      WITH mine AS (
        UPDATE order_batch SET due_at = $3, reconciled_at = $4, attempts = 0,
          error = $5, error_detail = $6, leased_until = NULL, asked_at = NULL
        WHERE id = $1 AND claims = $2 RETURNING id
      ), step AS (
        INSERT INTO order_step (batch_id, at, step, code, detail)
        SELECT id, now(), 'RECONCILED', $5, $6 FROM mine
      )
      SELECT id FROM mine
      """;

  /** A replica that works on the batch keeps its lease: its call may be under way. */
  private static final String ASK =
      """
      WITH cards AS (
        UPDATE order_card SET due_at = now(), asked = true
        WHERE batch_id = $1 AND due_at IS NOT NULL RETURNING batch_id
      )
      UPDATE order_batch SET asked_at = now(),
        due_at = CASE WHEN due_at IS NOT NULL THEN greatest(now(), leased_until) END
      WHERE id = $1 AND (due_at IS NOT NULL OR EXISTS (SELECT FROM cards)) RETURNING id
      """;

  private final Sessions sessions;
  private final Pool pool;

  OrderBatches(Sessions sessions, Pool pool) {
    this.sessions = sessions;
    this.pool = pool;
  }

  /** The batch of this id, which must exist. */
  public Uni<OrderBatch> get(String id) {
    return sessions.inTransaction(() -> findById(id));
  }

  /** The batches of a status, in the order of their ids. */
  public Uni<List<OrderBatch>> of(OrderStatus status) {
    return sessions.inTransaction(() -> list("status = ?1 order by id", status));
  }

  /** The number of batches by status, without empty ones. */
  public Uni<Map<OrderStatus, Long>> counts() {
    return sessions.inTransaction(
        () ->
            find("select status, count(*) from OrderBatch group by status")
                .project(StatusCount.class)
                .list()
                .map(
                    rows -> {
                      Map<OrderStatus, Long> counts = new EnumMap<>(OrderStatus.class);
                      rows.forEach(row -> counts.put(row.status(), row.batches()));
                      return counts;
                    }));
  }

  /** Whether a batch exists. */
  public Uni<Boolean> exists(String id) {
    return sessions.inTransaction(() -> count("id", id)).map(found -> found > 0);
  }

  /**
   * Makes the next step of a batch due now, or when the replica that works on it has lost its
   * claim.
   *
   * @return whether the batch has a next step; false as well if it does not exist
   */
  public Uni<Boolean> ask(String id) {
    return Transactions.list(pool, ASK, Tuple.of(id), row -> row).map(rows -> !rows.isEmpty());
  }

  /**
   * Postpones the next step of a batch.
   *
   * @param status the status in which it waits
   * @param delay how long it waits; null if it has no next step until an operator resolves it
   * @param attempts the number of consecutive failed steps, 0 or more
   * @param error the code of the step's failure; null if it succeeded
   * @param detail one line, cut to 500 characters; null if there is none
   */
  public Uni<Void> postpone(
      OrderClaim claim,
      OrderStatus status,
      Duration delay,
      int attempts,
      String error,
      String detail) {
    return write(
        claim,
        POSTPONE,
        claim.batchId(),
        claim.number(),
        status.name(),
        delay == null ? null : utc(claim.in(delay)),
        attempts,
        error,
        detail == null || detail.length() <= MOST_OF_A_DETAIL
            ? detail
            : detail.substring(0, MOST_OF_A_DETAIL));
  }

  /**
   * Ends the submission of a batch whose outcomes are published.
   *
   * @param status CLOSED or REFUSED
   * @param askAfter when GO Cards is asked which cards the order has; null if all are known
   * @param complete whether none of its cards is produced
   */
  public Uni<Void> close(
      OrderClaim claim, OrderStatus status, Duration askAfter, boolean complete) {
    Instant now = claim.in(Duration.ZERO);
    return write(
        claim,
        CLOSE,
        claim.batchId(),
        claim.number(),
        status.name(),
        askAfter == null ? null : utc(claim.in(askAfter)),
        utc(now),
        complete ? utc(now) : null);
  }

  /**
   * Stores that GO Cards was asked which cards an order has.
   *
   * @param askAfter when it is asked again; null if all are known
   * @param error the code of the answer's fault; null if there is none
   */
  public Uni<Void> reconciled(OrderClaim claim, Duration askAfter, String error, String detail) {
    return write(
        claim,
        RECONCILED,
        claim.batchId(),
        claim.number(),
        askAfter == null ? null : utc(claim.in(askAfter)),
        utc(claim.in(Duration.ZERO)),
        error,
        detail);
  }

  /**
   * @param values the claim's batch and number first
   */
  private Uni<Void> write(OrderClaim claim, String sql, Object... values) {
    return Transactions.list(pool, sql, Tuple.from(values), row -> row)
        .invoke(
            rows -> {
              if (rows.isEmpty()) {
                throw new ClaimLost(claim.batchId());
              }
            })
        .replaceWithVoid();
  }

  /** One row of {@link #counts()}. */
  public record StatusCount(OrderStatus status, long batches) {}

  private static OffsetDateTime utc(Instant time) {
    return time.atOffset(ZoneOffset.UTC);
  }
}
