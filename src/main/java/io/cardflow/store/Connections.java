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
                    .<Void>mapEmpty()
                    .compose(
                        answered -> connection.close(),
                        failed ->
                            destroy(connection).compose(gone -> Future.failedFuture(failed))));
  }

  /** Ends the transaction of a connection without effect, and gives the connection back. */
  static Future<Void> rollback(SqlConnection connection) {
    return Deadline.ROLLBACK
        .of(connection.query("ROLLBACK").execute())
        .compose(done -> connection.close(), failed -> destroy(connection));
  }

  /**
   * Closes the channel under a connection. What was sent on it fails, and the pool may open another
   * one in its place.
   */
  static Future<Void> destroy(SqlConnection connection) {
    Connection pooled = ((SqlConnectionInternal) connection).unwrap();
    Channel channel =
        ((SocketConnectionBase) pooled.unwrap()).socket().channelHandlerContext().channel();
    Promise<Void> gone = Promise.promise();
    // Once the pool has seen it, which is right behind this: given back before, a closed connection
    // would be handed to the next.
    connection.closeHandler(closed -> channel.eventLoop().execute(gone::tryComplete));
    if (channel.isOpen()) {
      WatchedConnections.sever(channel);
    } else {
      gone.tryComplete();
    }
    return gone.future().compose(closed -> connection.close());
  }
}
