package io.cardflow.store;

import io.smallrye.mutiny.Uni;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.List;

/** Reads the flow of cards, and the partitions that are halted. */
@ApplicationScoped
public class Summaries {

  /** The intervals that began in the last hour or day, by the database's clock. */
  static final String FLOW =
      """
      SELECT from_state, to_state,
        coalesce(sum(cards) FILTER (WHERE begun_at > now() - interval '1 hour'), 0)::bigint
          AS hour,
        sum(cards)::bigint AS day
      FROM card_flow WHERE begun_at > now() - interval '1 day'
      GROUP BY from_state, to_state ORDER BY from_state, to_state
      """;

  /** An interval without a row had no change. */
  static final String DAY =
      """
      SELECT i AS begun_at, coalesce(
        (SELECT sum(cards) FROM card_flow WHERE begun_at = i), 0)::bigint AS cards
      FROM generate_series(
        date_bin('10 minutes', now() - interval '1 day', 'epoch') + interval '10 minutes',
        now(), interval '10 minutes') AS i
      ORDER BY i
      """;

  /** A replica that is gone no longer renews its rows. */
  static final String HALTS =
      """
      SELECT partition, reason, detail, since FROM partition_halt
      WHERE seen_at > now() - interval '1 minute' ORDER BY partition
      """;

  static final String NOW = "SELECT now() AS now";

  private static final String REPORT =
      """
      WITH gone AS (
        DELETE FROM partition_halt
        WHERE (reporter = $1 OR seen_at < now() - interval '1 hour')
          AND partition <> ALL($2::int[])
      )
      INSERT INTO partition_halt (partition, reason, detail, reporter)
      SELECT n.partition, n.reason, n.detail, $1
      FROM unnest($2::int[], $3::text[], $4::text[]) AS n(partition, reason, detail)
      ON CONFLICT (partition) DO UPDATE SET reason = excluded.reason, detail = excluded.detail,
        reporter = excluded.reporter, seen_at = now(),
        since = CASE WHEN partition_halt.reason = excluded.reason
          THEN partition_halt.since ELSE now() END
      """;

  private final Pool pool;

  /** Uses this pool. */
  public Summaries(Pool pool) {
    this.pool = pool;
  }

  /**
   * How many cards took an edge of the life cycle.
   *
   * @param from empty for new cards
   * @param hour in the last hour, counted in intervals of ten minutes
   * @param day in the last day
   */
  public record Flow(String from, String to, long hour, long day) {}

  /** How many changes of state there were in ten minutes. */
  public record Interval(Instant begunAt, long cards) {}

  /**
   * A partition number whose records are not decided.
   *
   * @param detail the finding and the remedy, one line
   */
  public record HaltedPartition(int partition, String reason, String detail, Instant since) {}

  /** The edges that cards took in the last day. */
  public Uni<List<Flow>> flow() {
    return Transactions.list(
        pool,
        FLOW,
        Tuple.tuple(),
        row ->
            new Flow(
                row.getString("from_state"),
                row.getString("to_state"),
                row.getLong("hour"),
                row.getLong("day")));
  }

  /** The changes of state in the last day, in intervals of ten minutes, oldest first. */
  public Uni<List<Interval>> day() {
    return Transactions.list(
        pool,
        DAY,
        Tuple.tuple(),
        row -> new Interval(row.getOffsetDateTime("begun_at").toInstant(), row.getLong("cards")));
  }

  /** The partitions that are halted at present. */
  public Uni<List<HaltedPartition>> halts() {
    return Transactions.list(
        pool,
        HALTS,
        Tuple.tuple(),
        row ->
            new HaltedPartition(
                row.getInteger("partition"),
                row.getString("reason"),
                row.getString("detail"),
                row.getOffsetDateTime("since").toInstant()));
  }

  /** The time of the database. */
  public Uni<Instant> now() {
    return Transactions.list(
            pool, NOW, Tuple.tuple(), row -> row.getOffsetDateTime("now").toInstant())
        .map(rows -> rows.get(0));
  }

  /**
   * Stores which partitions a replica has halted, and removes those that it has not.
   *
   * @param reporter the replica
   * @param halts without their times
   */
  public Uni<Void> report(String reporter, List<HaltedPartition> halts) {
    Tuple parameters =
        new Columns<>(halts, reporter)
            .integer(HaltedPartition::partition)
            .text(HaltedPartition::reason)
            .text(HaltedPartition::detail)
            .tuple();
    return Transactions.list(pool, REPORT, parameters, row -> row).replaceWithVoid();
  }
}
