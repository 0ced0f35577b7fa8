package io.cardflow.store;

import io.quarkus.reactive.pg.client.PgPoolCreator;
import io.vertx.core.Vertx;
import io.vertx.core.impl.VertxInternal;
import io.vertx.pgclient.PgBuilder;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.sqlclient.ClientBuilder;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.PoolOptions;
import io.vertx.sqlclient.SqlConnection;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jboss.logging.Logger;

/**
 * Limits what a silent connection can hold up, on both of its ends and also for Hibernate, which
 * shares the pool and has no deadlines of its own.
 *
 * <p>A connection on which nothing arrives for 35 s is closed. While it rests nothing arrives
 * either, so that it rests for at most ten seconds, and leaves time for a statement that takes as
 * long as one may (20 s).
 */
@Singleton
class PoolLimits implements PgPoolCreator {

  private static final Logger LOG = Logger.getLogger(PoolLimits.class);

  static final Duration SILENCE = Duration.ofSeconds(35);
  static final Duration REST = Duration.ofSeconds(10);

  private static final Duration CONNECT = Duration.ofSeconds(5);

  /** Above {@link io.cardflow.ops.Deadline#CONNECTION}, which says what was waited for. */
  private static final Duration ACQUIRE = Duration.ofSeconds(12);

  /**
   * PostgreSQL's end, which sees a lost client only by such limits: locks go when a transaction has
   * been idle, and the session when it has been.
   */
  private static final String SERVER =
      """
      SET lock_timeout = '10s';
      SET statement_timeout = '20s';
      SET idle_in_transaction_session_timeout = '10s';
      SET idle_session_timeout = '60s'
      """;

  @Override
  public Pool create(Input input) {
    return pool(input.vertx(), input.poolOptions(), input.pgConnectOptionsList(), SILENCE);
  }

  /**
   * @param databases the addresses of the database, taken in turn
   * @param silence how long nothing may arrive on a connection
   */
  // The builder of a later driver takes the connections; this one only has the deprecated way.
  @SuppressWarnings("deprecation")
  static Pool pool(
      Vertx vertx, PoolOptions options, List<PgConnectOptions> databases, Duration silence) {
    List<WatchedConnections> connections =
        databases.stream()
            .map(each -> new WatchedConnections((VertxInternal) vertx, limited(each), silence))
            .toList();
    AtomicInteger turn = new AtomicInteger();
    ClientBuilder<Pool> builder =
        PgBuilder.pool().with(limited(options)).connectingTo(databases.get(0)).using(vertx);
    // Without that cache the sessions are a pooler's: what one client sets, another one gets.
    if (databases.stream().allMatch(PgConnectOptions::getCachePreparedStatements)) {
      builder.withConnectHandler(PoolLimits::limit);
    }
    Pool pool = builder.build();
    pool.connectionProvider(
        context ->
            connections
                .get(Math.floorMod(turn.getAndIncrement(), connections.size()))
                .connect(context));
    return pool;
  }

  private static PoolOptions limited(PoolOptions options) {
    return options
        .setIdleTimeout((int) REST.toSeconds())
        .setIdleTimeoutUnit(TimeUnit.SECONDS)
        .setConnectionTimeout((int) ACQUIRE.toSeconds())
        .setConnectionTimeoutUnit(TimeUnit.SECONDS);
  }

  /** The pool gets the connection when it is closed here. */
  private static void limit(SqlConnection opened) {
    opened
        .query(SERVER)
        .execute()
        .onFailure(failed -> LOG.warnf("postgresql limits not set cause=%s", failed))
        .onComplete(done -> opened.close());
  }

  private static PgConnectOptions limited(PgConnectOptions options) {
    options.setConnectTimeout((int) CONNECT.toMillis());
    return options;
  }
}
