package io.cardflow.store;

import io.quarkus.reactive.pg.client.PgPoolCreator;
import io.vertx.core.Vertx;
import io.vertx.core.impl.VertxInternal;
import io.vertx.pgclient.PgBuilder;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.PoolOptions;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

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

  static final Duration SILENCE = Duration.ofSeconds(35);
  static final Duration REST = Duration.ofSeconds(10);

  private static final Duration CONNECT = Duration.ofSeconds(5);

  /** Above {@link io.cardflow.ops.Deadline#CONNECTION}, which says what was waited for. */
  private static final Duration ACQUIRE = Duration.ofSeconds(12);

  /**
   * PostgreSQL's end, which sees a lost client only by such limits: locks go when a transaction has
   * been idle, and the session when it has been.
   */
  private static final Map<String, String> SERVER =
      Map.of(
          "lock_timeout", "10s",
          "statement_timeout", "20s",
          "idle_in_transaction_session_timeout", "10s",
          "idle_session_timeout", "60s");

  @Override
  public Pool create(Input input) {
    return pool(input.vertx(), input.poolOptions(), input.pgConnectOptionsList(), SILENCE);
  }

  /**
   * @param databases the addresses of the database, taken in turn
   * @param silence how long nothing may arrive on a connection
   */
  @SuppressWarnings("deprecation") // Only the way to set it is: a later driver's builder takes it.
  static Pool pool(
      Vertx vertx, PoolOptions options, List<PgConnectOptions> databases, Duration silence) {
    List<WatchedConnections> connections =
        databases.stream()
            .map(each -> new WatchedConnections((VertxInternal) vertx, limited(each), silence))
            .toList();
    AtomicInteger turn = new AtomicInteger();
    Pool pool =
        PgBuilder.pool().with(limited(options)).connectingTo(databases.get(0)).using(vertx).build();
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

  private static PgConnectOptions limited(PgConnectOptions options) {
    SERVER.forEach(options::addProperty);
    options.setConnectTimeout((int) CONNECT.toMillis());
    return options;
  }
}
