package io.cardflow.store;

import io.cardflow.ops.Deadline;
import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.impl.Connection;
import io.vertx.sqlclient.impl.SocketConnectionBase;
import io.vertx.sqlclient.impl.SqlConnectionInternal;

/**
 * Takes connections from the pool and gives them back. One on which PostgreSQL does not answer is
 * destroyed: in the pool it would be handed to the next, and a rollback that is never answered
 * would keep it from the pool as long as the process lives.
 */
final class Connections {

  private Connections() {}

  /** A connection of the pool; one that arrives after the deadline goes back to it. */
  static Future<SqlConnection> take(Pool pool) {
    Future<SqlConnection> taken = pool.getConnection();
    return Deadline.CONNECTION
        .of(taken)
        .onFailure(late -> taken.onSuccess(connection -> connection.close()));
  }

  /** Fails if a connection of the pool does not answer quickly; it is destroyed then. */
  static Future<Void> check(Pool pool) {
    return take(pool)
        .compose(
            connection ->
                Deadline.HEALTH
                    .of(connection.query("SELECT 1").execute())
                    .onFailure(failed -> destroy(connection))
                    .<Void>mapEmpty()
                    .eventually(() -> connection.close()));
  }

  /** Ends the transaction of a connection without effect, and gives the connection back. */
  static Future<Void> rollback(SqlConnection connection) {
    return Deadline.ROLLBACK
        .of(connection.query("ROLLBACK").execute())
        .transform(
            done -> {
              if (done.failed()) {
                destroy(connection);
              }
              return connection.close();
            });
  }

  /**
   * Closes the socket under a connection, without waiting for anything. What was sent on it fails,
   * and the pool may open another one in its place.
   */
  static void destroy(SqlConnection connection) {
    Connection pooled = ((SqlConnectionInternal) connection).unwrap();
    // Not the socket's own close(), which first writes what has not been written yet.
    ((SocketConnectionBase) pooled.unwrap()).socket().channelHandlerContext().close();
  }
}
