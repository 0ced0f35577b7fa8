package io.cardflow.store;

import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.util.ArrayList;
import java.util.List;

/**
 * Finds out whether a pooler stands before PostgreSQL that gives a connection another server
 * process for each transaction, and loses the statements that were prepared on the one before. A
 * connection without such a pooler keeps its process, and no two have the same.
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
   * Looks for one, by two connections that are given back.
   *
   * @return true if there is one and what is prepared gets lost
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
   * A free process is given to whoever asks next, or they take turns: either shows, for a process
   * that is busy is given to nobody.
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
