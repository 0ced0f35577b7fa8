package io.cardflow.store;

import io.smallrye.mutiny.Uni;
import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import org.jboss.logging.Logger;

/**
 * Closes ordering on all replicas and releases it: while a closure exists, no replica collects
 * cards or sends an order. Claims see a closure once it is committed, and its transaction waits for
 * claims in progress.
 */
@ApplicationScoped
public class OrderingClosures {

  private static final Logger LOG = Logger.getLogger(OrderingClosures.class);

  private static final int MOST_OF_A_DETAIL = 500;

  private static final String CLOSE =
      """
      INSERT INTO ordering_closure (reason, detail) VALUES ($1, $2) ON CONFLICT (reason) DO NOTHING
      """;

  /**
   * A batch that was not sent according to this database may have been sent in a lost commit. It is
   * looked up before it is sent, and its present claim is invalidated.
   */
  private static final String DOUBT =
      """
      UPDATE order_batch SET status = 'UNKNOWN', claims = claims + 1
      WHERE status IN ('COLLECTED', 'SUBMITTED') AND answered_at IS NULL
      """;

  private static final String LIST =
      "SELECT reason, closed_at, detail FROM ordering_closure ORDER BY closed_at, reason";

  private static final String RELEASE = "DELETE FROM ordering_closure WHERE reason = $1";

  private final Pool pool;

  /** Uses this pool. */
  public OrderingClosures(Pool pool) {
    this.pool = pool;
  }

  /**
   * Closes ordering for a reason. If it is closed for that reason already, the first detail is
   * kept.
   *
   * @param detail one line, cut to 500 characters
   * @return fails if PostgreSQL does; may be retried
   */
  public Future<Void> close(ClosureReason reason, String detail) {
    String line =
        detail.length() <= MOST_OF_A_DETAIL ? detail : detail.substring(0, MOST_OF_A_DETAIL);
    return Transactions.run(
            pool,
            connection ->
                connection
                    .preparedQuery(CLOSE)
                    .execute(Tuple.of(reason.name(), line))
                    .compose(
                        closed -> doubt(connection, reason).map(done -> closed.rowCount() == 1)))
        .onSuccess(
            first -> {
              if (first && reason.isFault()) {
                LOG.errorf("ordering closed reason=%s detail=%s", reason, line);
              } else if (first) {
                LOG.infof("ordering closed reason=%s detail=%s", reason, line);
              }
            })
        .mapEmpty();
  }

  private static Future<Void> doubt(SqlConnection connection, ClosureReason reason) {
    if (!reason.isFault()) {
      return Future.succeededFuture();
    }
    Future<Void> doubted = connection.preparedQuery(DOUBT).execute().mapEmpty();
    // Records the new primary, so that it does not close ordering again after the release.
    return reason == ClosureReason.FAILOVER
        ? doubted.compose(done -> LastClaims.add(connection)).mapEmpty()
        : doubted;
  }

  /** The closures of ordering, the oldest first; empty while it is open. */
  public Uni<List<Closure>> list() {
    return Transactions.list(
        pool,
        LIST,
        Tuple.tuple(),
        row ->
            new Closure(
                ClosureReason.valueOf(row.getString("reason")),
                row.getOffsetDateTime("closed_at").toInstant(),
                row.getString("detail")));
  }

  /**
   * Removes a closure; ordering is open when none is left.
   *
   * @return whether ordering was closed for this reason
   */
  public Uni<Boolean> release(ClosureReason reason) {
    return Unis.of(
        () ->
            Transactions.run(
                pool,
                connection ->
                    connection
                        .preparedQuery(RELEASE)
                        .execute(Tuple.of(reason.name()))
                        .map(released -> released.rowCount() > 0)));
  }
}
