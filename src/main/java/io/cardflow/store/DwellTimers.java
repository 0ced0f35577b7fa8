package io.cardflow.store;

import io.cardflow.domain.CardState;
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
 * Finds cards that have stayed too long in a waiting state. A row that the inbox has locked is
 * skipped, so that neither waits for the other.
 */
@ApplicationScoped
public class DwellTimers {

  private static final String CLAIM =
      """
      WITH due AS MATERIALIZED (
        SELECT state, announced, since, card_id FROM card_wait
        WHERE state = $1 AND NOT announced AND since <= now() - $2 * interval '1 millisecond'
          AND (resend_at IS NULL OR resend_at <= now())
        ORDER BY state, announced, since, card_id LIMIT $3 FOR UPDATE SKIP LOCKED
      )
      UPDATE card_wait w SET resend_at = now() + $4 * interval '1 millisecond'
      FROM due
      WHERE w.state = due.state AND w.announced = due.announced AND w.since = due.since
        AND w.card_id = due.card_id
      RETURNING w.card_id, w.state, w.since, w.attempts, now() AS at
      """;

  private static final String NOTE =
      """
      WITH sent AS MATERIALIZED (
        SELECT w.state, w.announced, w.since, w.card_id, n.resend_at
        FROM unnest($1::text[], $2::timestamptz[], $3::text[], $4::timestamptz[])
          AS n(state, since, card_id, resend_at)
        JOIN card_wait w ON w.state = n.state AND NOT w.announced AND w.since = n.since
          AND w.card_id = n.card_id
        FOR UPDATE OF w SKIP LOCKED
      )
      UPDATE card_wait w SET resend_at = sent.resend_at, attempts = w.attempts + 1
      FROM sent
      WHERE w.state = sent.state AND w.announced = sent.announced AND w.since = sent.since
        AND w.card_id = sent.card_id
      """;

  /**
   * A stay that is due for an announcement.
   *
   * @param attempts the number of announcements sent
   * @param at the database's time
   */
  public record Due(String cardId, CardState state, Instant since, int attempts, Instant at) {}

  /** When a stay is announced again, if the announcement had no effect. */
  public record Next(Due due, Instant at) {}

  private final Pool pool;

  /** Uses this pool. */
  public DwellTimers(Pool pool) {
    this.pool = pool;
  }

  /**
   * Claims the cards whose stay in a state exceeds a limit by the database's clock and was not
   * announced, the longest stays first.
   *
   * @param most the maximum number, 1 or more
   * @param lease how long this replica owns them
   */
  public Uni<List<Due>> claim(CardState state, Duration limit, int most, Duration lease) {
    return Transactions.list(
            pool,
            CLAIM,
            Tuple.of(
                state.name(), (double) limit.toMillis(), (long) most, (double) lease.toMillis()),
            DwellTimers::due)
        .invoke(due -> due.sort(Comparator.comparing(Due::since).thenComparing(Due::cardId)));
  }

  /** Stores that stays were announced, except for those that have ended. */
  public Uni<Void> note(List<Next> next) {
    Tuple tuple =
        new Columns<>(next)
            .text(each -> each.due().state().name())
            .time(each -> each.due().since())
            .text(each -> each.due().cardId())
            .time(Next::at)
            .tuple();
    return Transactions.list(pool, NOTE, tuple, row -> row).replaceWithVoid();
  }

  private static Due due(Row row) {
    return new Due(
        row.getString("card_id"),
        CardState.valueOf(row.getString("state")),
        row.getOffsetDateTime("since").toInstant(),
        row.getInteger("attempts"),
        row.getOffsetDateTime("at").toInstant());
  }
}
