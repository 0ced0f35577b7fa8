package io.cardflow.store;

import io.smallrye.mutiny.Uni;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;

/** What replicas report every ten seconds, so that every process can show it. */
@ApplicationScoped
public class Signals {

  /** A lag and a run that no replica has reported for a minute are unknown. */
  static final String READ =
      """
      SELECT
        (SELECT round(coalesce(sum(records), 0) / 60.0, 1)::float8 FROM journal_unit
          WHERE decided_at > now() - interval '1 minute') AS messages_per_second,
        CASE WHEN fresh THEN unread_records END AS unread_records,
        CASE WHEN fresh THEN oldest_unread_at END AS oldest_unread_at,
        CASE WHEN next_run_at > now() THEN next_run_at
          WHEN next_run_at > now() - interval '1 minute' THEN next_run_at + interval '1 second'
            * run_seconds * ceil(extract(epoch FROM now() - next_run_at) / run_seconds)
        END AS next_run_at,
        bureau_answered_at, bureau_failed_at, bureau_fault
      FROM signal, LATERAL (SELECT lag_seen_at > now() - interval '1 minute' AS fresh) f
      """;

  static final String LAG =
      """
      UPDATE signal SET lag_seen_at = now(), unread_records = $1,
        oldest_unread_at = now() - $2::float8 * interval '1 second'
      """;

  static final String ORDERING =
      """
      UPDATE signal SET
        next_run_at = least(
          CASE WHEN next_run_at > now() THEN next_run_at END,
          now() + $1::float8 * interval '1 second'),
        run_seconds = $5::float8,
        bureau_answered_at =
          greatest(bureau_answered_at, now() - $2::float8 * interval '1 second'),
        bureau_fault = CASE
          WHEN bureau_failed_at > now() - $3::float8 * interval '1 second' THEN bureau_fault
          ELSE coalesce($4, bureau_fault) END,
        bureau_failed_at = greatest(bureau_failed_at, now() - $3::float8 * interval '1 second')
      """;

  private final Pool pool;

  /** Uses this pool. */
  public Signals(Pool pool) {
    this.pool = pool;
  }

  /**
   * What replicas have reported.
   *
   * @param messagesPerSecond the records that were decided in the last minute, per second
   * @param unreadRecords how many records of the inbound topics are not consumed; null if unknown
   * @param oldestUnreadAt when the oldest of them was written; null if there is none or unknown
   * @param nextRunAt when a replica collects cards next; null if unknown, and without a bureau
   * @param bureauAnsweredAt when a call to the bureau last succeeded; null if never
   * @param bureauFailedAt when one last failed; null if never
   * @param bureauFault why it failed; null if never
   */
  public record Signal(
      double messagesPerSecond,
      Long unreadRecords,
      Instant oldestUnreadAt,
      Instant nextRunAt,
      Instant bureauAnsweredAt,
      Instant bureauFailedAt,
      String bureauFault) {

    /** Whether the last call to the bureau failed. */
    public boolean bureauFails() {
      return bureauFailedAt != null
          && (bureauAnsweredAt == null || bureauFailedAt.isAfter(bureauAnsweredAt));
    }
  }

  /** The last calls of a replica to the bureau; ages in seconds, null if there was none. */
  public record Calls(Double answered, Double failed, String fault) {}

  /** What replicas have reported. */
  public Uni<Signal> read() {
    return Transactions.list(pool, READ, Tuple.tuple(), Signals::signal).map(rows -> rows.get(0));
  }

  private static Signal signal(Row row) {
    return new Signal(
        row.getDouble("messages_per_second"),
        row.getLong("unread_records"),
        CardSummary.time(row, "oldest_unread_at"),
        CardSummary.time(row, "next_run_at"),
        CardSummary.time(row, "bureau_answered_at"),
        CardSummary.time(row, "bureau_failed_at"),
        row.getString("bureau_fault"));
  }

  /**
   * Stores the lag of all inbound topics, which is the same for each replica.
   *
   * @param records how many records are not consumed
   * @param oldestSeconds the age of the oldest one; null if there is none
   */
  public Uni<Void> reportLag(long records, Double oldestSeconds) {
    return Transactions.list(pool, LAG, Tuple.of(records, oldestSeconds), row -> row)
        .replaceWithVoid();
  }

  /**
   * Stores when this replica collects cards next, and how the bureau has answered it. Of several
   * replicas the earliest run and the latest calls count.
   *
   * @param nextRunSeconds the time until then; null if it never does
   * @param intervalSeconds the time between two runs
   */
  public Uni<Void> reportOrdering(Double nextRunSeconds, double intervalSeconds, Calls calls) {
    return Transactions.list(
            pool,
            ORDERING,
            Tuple.of(
                nextRunSeconds, calls.answered(), calls.failed(), calls.fault(), intervalSeconds),
            row -> row)
        .replaceWithVoid();
  }
}
