package io.cardflow.store;

import io.cardflow.domain.ErasureRequest;
import io.cardflow.domain.ErasureResult;
import io.cardflow.domain.ErasureResult.Outcome;
import io.cardflow.domain.PrivacyCode;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Stores requests to erase personal data, and carries them out in portions. Each portion is a
 * transaction of its own, on any replica; a request that another replica works on is skipped.
 */
@ApplicationScoped
public class Erasures {

  private static final String ACCEPT =
      """
      INSERT INTO erasure (request_id, message_id, kind, subject, reason, pseudonym)
      VALUES ($1, $2, $3, $4, $5, $6)
      ON CONFLICT (request_id) DO UPDATE SET answered_at = NULL
      WHERE erasure.message_id = excluded.message_id
      RETURNING request_id
      """;

  private static final String OPEN =
      """
      WITH next AS MATERIALIZED (
        SELECT request_id FROM erasure
        WHERE answered_at IS NULL AND finished_at IS NULL
        ORDER BY tried_at NULLS FIRST, received_at, request_id LIMIT $1 FOR UPDATE SKIP LOCKED
      )
      UPDATE erasure e SET tried_at = clock_timestamp() FROM next
      WHERE e.request_id = next.request_id
      RETURNING e.request_id
      """;

  private static final String OLDEST =
      """
      SELECT coalesce(extract(epoch FROM now() - min(received_at)), 0)::double precision AS seconds
      FROM erasure WHERE answered_at IS NULL
      """;

  /**
   * A request begins when all transactions that were open when it was stored have ended, so that
   * none adds data of the time before. The hour is for a database that was restored from a dump,
   * where transactions are numbered from the beginning.
   */
  private static final String LOCK =
      """
      SELECT kind, status, subject, pseudonym, next_unit, last_unit FROM erasure
      WHERE request_id = $1 AND finished_at IS NULL
        AND (status = 'RUNNING' OR received_in < pg_snapshot_xmin(pg_current_snapshot())
          OR received_at < now() - interval '1 hour')
      FOR UPDATE SKIP LOCKED
      """;

  private static final String REFUSE =
      """
      UPDATE erasure SET status = 'REFUSED', code = $2, subject = NULL, finished_at = now()
      WHERE request_id = $1
      """;

  private static final String FINISH =
      """
      UPDATE erasure SET status = 'ERASED', subject = NULL, finished_at = now()
      WHERE request_id = $1
      """;

  private static final String UNANSWERED =
      """
      SELECT request_id, message_id, kind, status, assignments, entries, requests, batches,
        data_from, data_until, code, finished_at
      FROM erasure WHERE answered_at IS NULL AND finished_at IS NOT NULL
      ORDER BY received_at, request_id LIMIT $1
      """;

  private static final String ANSWERED =
      "UPDATE erasure SET answered_at = now() WHERE request_id = $1 AND finished_at IS NOT NULL";

  private static final String STATUS = "SELECT status FROM erasure WHERE request_id = $1";

  private final Pool pool;

  /** Uses this pool. */
  public Erasures(Pool pool) {
    this.pool = pool;
  }

  /** How a portion ended. */
  public enum Step {
    /** More can be done immediately. */
    MORE,
    /** Another transaction has to end first. */
    WAITS,
    /** The request has been carried out or refused. */
    FINISHED
  }

  /**
   * Stores a request. A repeat of the same message changes nothing, but its answer is published
   * again.
   *
   * @param request its reason must not contain the holder
   * @param pseudonym what replaces the holder
   * @return false if another message has used the id of the request before; nothing is stored then
   */
  public Uni<Boolean> accept(ErasureRequest request, String pseudonym) {
    return Transactions.list(
            pool,
            ACCEPT,
            Tuple.of(
                request.id(),
                request.messageId(),
                request.kind().name(),
                request.subject(),
                request.reason(),
                pseudonym),
            row -> row)
        .map(stored -> !stored.isEmpty());
  }

  /** The age of the oldest request that is not answered, in seconds; 0 if there is none. */
  public Uni<Double> oldestSeconds() {
    return Transactions.list(pool, OLDEST, Tuple.tuple(), row -> row.getDouble("seconds"))
        .map(ages -> ages.get(0));
  }

  /**
   * Takes requests up that are not finished: those that were not for the longest time.
   *
   * @param most the maximum number, 1 or more
   * @return their ids
   */
  public Uni<List<String>> open(int most) {
    return Transactions.list(pool, OPEN, Tuple.of((long) most), row -> row.getString("request_id"));
  }

  /** Carries out the next portion of a request. */
  public Uni<Step> advance(String requestId, HolderEraser eraser) {
    return Unis.of(
        () ->
            Transactions.run(
                pool,
                connection ->
                    first(connection, LOCK, Tuple.of(requestId))
                        .compose(
                            row ->
                                row.isEmpty()
                                    ? Future.succeededFuture(Step.WAITS)
                                    : advance(connection, requestId, row.get(), eraser))));
  }

  private static Future<Step> advance(
      SqlConnection connection, String requestId, Row row, HolderEraser eraser) {
    return switch (ErasureRequest.Kind.valueOf(row.getString("kind"))) {
      case HOLDER -> new HolderErasure(connection, requestId, row, eraser).advance();
      case DELIVERY -> new DeliveryErasure(connection, requestId, row).advance();
    };
  }

  /** The status of a request: RECEIVED, RUNNING, ERASED or REFUSED; empty if it is not known. */
  public Uni<Optional<String>> status(String requestId) {
    return Transactions.list(pool, STATUS, Tuple.of(requestId), row -> row.getString("status"))
        .map(found -> found.stream().findFirst());
  }

  /**
   * The results of which the answer is not published, the oldest request first.
   *
   * @param most the maximum number, 1 or more
   */
  public Uni<List<ErasureResult>> unanswered(int most) {
    return Transactions.list(pool, UNANSWERED, Tuple.of((long) most), Erasures::result);
  }

  /** Stores that the answer to a request is published. */
  public Uni<Void> answered(String requestId) {
    return Transactions.list(pool, ANSWERED, Tuple.of(requestId), row -> row).replaceWithVoid();
  }

  private static ErasureResult result(Row row) {
    return new ErasureResult(
        row.getString("request_id"),
        row.getString("message_id"),
        time(row, "finished_at"),
        row.getString("status").equals("REFUSED") ? refused(row) : erased(row));
  }

  private static Outcome refused(Row row) {
    return new Outcome.Refused(PrivacyCode.valueOf(row.getString("code")));
  }

  private static Outcome erased(Row row) {
    ErasureRequest.Kind kind = ErasureRequest.Kind.valueOf(row.getString("kind"));
    Map<String, Long> counts =
        switch (kind) {
          case HOLDER ->
              Map.of(
                  "assignments", row.getLong("assignments"),
                  "journalEntries", row.getLong("entries"));
          case DELIVERY ->
              Map.of("requests", row.getLong("requests"), "orderBatches", row.getLong("batches"));
        };
    return new Outcome.Erased(kind, counts, time(row, "data_from"), time(row, "data_until"));
  }

  static Future<Step> refuse(SqlConnection connection, String requestId, PrivacyCode code) {
    return connection
        .preparedQuery(REFUSE)
        .execute(Tuple.of(requestId, code.name()))
        .map(done -> Step.FINISHED);
  }

  static Future<Step> finish(SqlConnection connection, String requestId) {
    return connection.preparedQuery(FINISH).execute(Tuple.of(requestId)).map(done -> Step.FINISHED);
  }

  static Future<Optional<Row>> first(SqlConnection connection, String sql, Tuple parameters) {
    return connection
        .preparedQuery(sql)
        .execute(parameters)
        .map(rows -> rows.size() == 0 ? Optional.empty() : Optional.of(rows.iterator().next()));
  }

  private static Instant time(Row row, String column) {
    OffsetDateTime time = row.getOffsetDateTime(column);
    return time == null ? null : time.toInstant();
  }
}
