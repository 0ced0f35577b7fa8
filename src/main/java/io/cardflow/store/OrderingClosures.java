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
 * Closes ordering on all replicas and releases it: while a closure stands, no replica collects
 * cards or sends an order. Claims see a closure as soon as it is committed; it waits for those that
 * are under way.
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
   * A batch that was not sent, as far as this database knows, may have been in what is lost. It is
   * looked up before it is sent; who has it in work writes no more.
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

  /** Works on this pool. */
  public OrderingClosures(Pool pool) {
    this.pool = pool;
  }

  /**
   * Closes ordering for a reason, unless it is closed for that reason already: then the first
   * detail stands.
   *
   * @param detail a line for a person, cut to 500 characters
   * @return fails if PostgreSQL does; it can be tried again
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
    // The new primary is known from here on: after the release it does not close ordering again.
    return reason == ClosureReason.FAILOVER
        ? doubted.compose(done -> LastClaims.add(connection)).mapEmpty()
        : doubted;
  }

  /** Why ordering is closed, the oldest reason first; empty while it is open. */
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

  /** Takes a closure back; ordering is open when none is left. */
  public Uni<Void> release(ClosureReason reason) {
    return Unis.of(
        () ->
            Transactions.run(
                pool,
                connection ->
                    connection.preparedQuery(RELEASE).execute(Tuple.of(reason.name())).mapEmpty()));
  }
}
