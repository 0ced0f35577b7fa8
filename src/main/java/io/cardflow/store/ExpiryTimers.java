package io.cardflow.store;

import io.smallrye.mutiny.Uni;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;

/**
 * Finds the assigned cards whose reminder or expiry is due. A row that the inbox has locked is
 * skipped, so that neither waits for the other.
 */
@ApplicationScoped
public class ExpiryTimers {

  private static final String CLAIM =
      """
      WITH due AS MATERIALIZED (
        SELECT card_id FROM card_expiry WHERE due_at <= now()
        ORDER BY due_at, card_id LIMIT $1 FOR UPDATE SKIP LOCKED
      )
      UPDATE card_expiry e SET due_at = now() + $2 * interval '1 millisecond'
      FROM due WHERE e.card_id = due.card_id
      RETURNING e.card_id, e.assignment, e.valid_until, e.version, e.attempts, now() AS at
      """;

  private static final String NOTE =
      """
      WITH sent AS MATERIALIZED (
        SELECT e.card_id, n.due_at, n.attempts
        FROM unnest($1::text[], $2::int[], $3::timestamptz[], $4::timestamptz[], $5::int[])
          AS n(card_id, version, valid_until, due_at, attempts)
        JOIN card_expiry e ON e.card_id = n.card_id
        WHERE e.version = n.version AND e.valid_until = n.valid_until
        FOR UPDATE OF e SKIP LOCKED
      )
      UPDATE card_expiry e SET due_at = sent.due_at, attempts = sent.attempts
      FROM sent WHERE e.card_id = sent.card_id
      """;

  /**
   * An assignment that is due.
   *
   * @param assignment its number
   * @param version the card's version at its last assignment or extension
   * @param attempts the number of expiries sent
   * @param at the database's time
   */
  public record Due(
      String cardId, int assignment, Instant validUntil, int version, int attempts, Instant at) {}

  /**
   * When an assignment is due next.
   *
   * @param attempts the number of expiries sent so far
   */
  public record Next(Due due, Instant at, int attempts) {}

  private final Pool pool;

  /** Uses this pool. */
  public ExpiryTimers(Pool pool) {
    this.pool = pool;
  }

  /**
   * Claims the assignments that are due by the database's clock, the earliest end first.
   *
   * @param most the maximum number, 1 or more
   * @param lease how long this replica owns them
   */
  public Uni<List<Due>> claim(int most, Duration lease) {
    return Transactions.list(
            pool, CLAIM, Tuple.of((long) most, (double) lease.toMillis()), ExpiryTimers::due)
        .invoke(due -> due.sort(Comparator.comparing(Due::validUntil).thenComparing(Due::cardId)));
  }

  /** Stores when the assignments are due next, except for those that have changed since. */
  public Uni<Void> note(List<Next> next) {
    Tuple tuple =
        new Columns<>(next)
            .text(each -> each.due().cardId())
            .integer(each -> each.due().version())
            .time(each -> each.due().validUntil())
            .time(Next::at)
            .integer(Next::attempts)
            .tuple();
    return Transactions.list(pool, NOTE, tuple, row -> row).replaceWithVoid();
  }

  private static Due due(Row row) {
    return new Due(
        row.getString("card_id"),
        row.getInteger("assignment"),
        row.getOffsetDateTime("valid_until").toInstant(),
        row.getInteger("version"),
        row.getInteger("attempts"),
        row.getOffsetDateTime("at").toInstant());
  }
}
