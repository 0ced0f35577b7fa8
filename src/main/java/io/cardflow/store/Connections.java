package io.cardflow.store;

import io.cardflow.ops.Deadline;
import io.netty.channel.Channel;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.impl.Connection;
import io.vertx.sqlclient.impl.SocketConnectionBase;
import io.vertx.sqlclient.impl.SqlConnectionInternal;

/**
 * Takes connections from the pool and returns them. One on which PostgreSQL does not answer is
 * destroyed: in the pool the next caller would get it, and a rollback that is never answered would
 * block it for the lifetime of the process.
 */
final class Connections {

  private Connections() {}

  /** Takes a connection from the pool; one that arrives after the deadline is returned. */
  static Future<SqlConnection> take(Pool pool) {
    Future<SqlConnection> taken = pool.getConnection();
    return Deadline.CONNECTION
        .of(taken)
        .onFailure(late -> taken.onSuccess(connection -> connection.close()));
  }

  /** Fails if a connection of the pool does not answer quickly, and destroys it. */
  static Future<Void> check(Pool pool) {
    return take(pool)
        .compose(
            connection ->
                Deadline.HEALTH
                    .of(connection.query("SELECT 1").execute())
                    .<Void>mapEmpty()
                    .compose(
                        answered -> connection.close(),
                        failed ->
                            destroy(connection).compose(gone -> Future.failedFuture(failed))));
  }

  /** Rolls back the transaction of a connection, and returns the connection to the pool. */
  static Future<Void> rollback(SqlConnection connection) {
    return Deadline.ROLLBACK
        .of(connection.query("ROLLBACK").execute())
        .compose(done -> connection.close(), failed -> destroy(connection));
  }

  /**
   * Closes the channel under a connection. Its pending statements fail, and the pool may open a
   * replacement.
   */
  static Future<Void> destroy(SqlConnection connection) {
    Connection pooled = ((SqlConnectionInternal) connection).unwrap();
    Channel channel =
        ((SocketConnectionBase) pooled.unwrap()).socket().channelHandlerContext().channel();
    Promise<Void> gone = Promise.promise();
    // Only after the pool has noticed the close, which follows directly: if it were returned
    // earlier, the next caller would get a closed connection.
    connection.closeHandler(closed -> channel.eventLoop().execute(gone::tryComplete));
    if (channel.isOpen()) {
      WatchedConnections.sever(channel);
    } else {
      gone.tryComplete();
    }
    return gone.future().compose(closed -> connection.close());
  }
}
