package io.cardflow.store;

import io.cardflow.ops.Deadline;
import io.cardflow.ops.DeadlineExceeded;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** Transactions that use the indexes and are limited in time. */
final class Transactions {

  /**
   * A plan made while a table was empty would be kept, and would read the whole table once it has
   * grown. The timeouts bound how long a frozen worker or a lock can block others.
   */
  static final String BEGIN =
      """
      BEGIN;
      SET LOCAL plan_cache_mode = force_generic_plan;
      SET LOCAL enable_seqscan = off;
      SET LOCAL enable_hashjoin = off;
      SET LOCAL enable_mergejoin = off;
      SET LOCAL jit = off;
      SET LOCAL lock_timeout = '10s';
      SET LOCAL statement_timeout = '20s';
      SET LOCAL idle_in_transaction_session_timeout = '10s'
      """;

  private Transactions() {}

  /** Runs one statement in its own transaction, and maps the returned rows. */
  static <T> Uni<List<T>> list(Pool pool, String sql, Tuple parameters, Function<Row, T> read) {
    return Unis.of(
        () ->
            run(pool, connection -> connection.preparedQuery(sql).execute(parameters))
                .map(
                    rows -> {
                      List<T> list = new ArrayList<>(rows.size());
                      rows.forEach(row -> list.add(read.apply(row)));
                      return list;
                    }));
  }

  /**
   * Runs the work in a transaction, which is rolled back on failure. Fails with {@link
   * io.cardflow.ops.DeadlineExceeded} if PostgreSQL does not answer in time; it is then unknown
   * whether it committed.
   */
  static <T> Future<T> run(Pool pool, Function<SqlConnection, Future<T>> work) {
    return Connections.take(pool)
        .compose(
            connection ->
                Deadline.TRANSACTION
                    .of(
                        connection
                            .query(BEGIN)
                            .execute()
                            .compose(begun -> work.apply(connection))
                            .compose(
                                result -> connection.query("COMMIT").execute().map(done -> result)))
                    .transform(
                        ended ->
                            end(connection, ended.cause())
                                .transform(
                                    closed ->
                                        ended.succeeded()
                                            ? Future.succeededFuture(ended.result())
                                            : Future.failedFuture(ended.cause()))));
  }

  private static Future<Void> end(SqlConnection connection, Throwable failure) {
    if (failure == null) {
      return connection.close();
    }
    return failure instanceof DeadlineExceeded
        ? Connections.destroy(connection)
        : Connections.rollback(connection);
  }
}
