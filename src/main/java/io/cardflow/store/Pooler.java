package io.cardflow.store;

import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.util.ArrayList;
import java.util.List;

/**
 * Detects a pooler in front of PostgreSQL that gives a connection another server process for each
 * transaction, and loses the statements prepared on the previous one. Without such a pooler a
 * connection keeps its process, and no two share one.
 */
final class Pooler {

  private static final String PROCESS = "SELECT pg_backend_pid()";
  private static final String PREPARED = "SELECT $1::int AS pooler_check";

  private final SqlConnection one;
  private final SqlConnection other;

  private Pooler(SqlConnection one, SqlConnection other) {
    this.one = one;
    this.other = other;
  }

  /**
   * Checks for a pooler on two connections, which are returned to the pool.
   *
   * @return true if there is one that loses prepared statements
   */
  static Future<Boolean> losesStatements(Pool pool) {
    return Connections.take(pool)
        .compose(
            one ->
                Connections.take(pool)
                    .compose(
                        other ->
                            new Pooler(one, other)
                                .losesStatements()
                                .eventually(() -> other.close()))
                    .eventually(() -> one.close()));
  }

  private Future<Boolean> losesStatements() {
    return switchesProcesses()
        .compose(switches -> switches ? isPreparedLost() : Future.succeededFuture(false));
  }

  /**
   * Checks both ways in which a pooler assigns free processes, the same one first or in turn: a
   * busy process is never assigned.
   */
  private Future<Boolean> switchesProcesses() {
    List<Integer> ones = new ArrayList<>();
    return process(one, ones)
        .compose(first -> process(one, ones))
        .compose(
            second ->
                whileTheOtherIsBusy(
                    busy ->
                        process(one, ones)
                            .map(
                                third ->
                                    ones.contains(busy) || ones.stream().distinct().count() > 1)));
  }

  private Future<Boolean> isPreparedLost() {
    return prepared()
        .compose(done -> whileTheOtherIsBusy(busy -> prepared()))
        .map(false)
        .recover(lost -> Future.succeededFuture(true));
  }

  private Future<Void> prepared() {
    return one.preparedQuery(PREPARED).execute(Tuple.of(1)).mapEmpty();
  }

  private interface Work<T> {
    Future<T> with(int busy);
  }

  private <T> Future<T> whileTheOtherIsBusy(Work<T> work) {
    List<Integer> others = new ArrayList<>();
    return other
        .query("BEGIN")
        .execute()
        .compose(begun -> process(other, others))
        .compose(busy -> work.with(others.get(0)))
        .eventually(() -> other.query("ROLLBACK").execute());
  }

  private static Future<Void> process(SqlConnection connection, List<Integer> found) {
    return connection
        .query(PROCESS)
        .execute()
        .onSuccess(rows -> found.add(rows.iterator().next().getInteger(0)))
        .mapEmpty();
  }
}
