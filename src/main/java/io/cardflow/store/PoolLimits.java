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
 * Limits how long a silent connection can block, on both ends and also for Hibernate, which shares
 * the pool and has no deadlines.
 *
 * <p>A connection on which nothing arrives for 35 s is closed. Nothing arrives on an idle one
 * either, so it may be idle for at most ten seconds, which leaves time for the longest permitted
 * statement (20 s).
 */
@Singleton
class PoolLimits implements PgPoolCreator {

  private static final Logger LOG = Logger.getLogger(PoolLimits.class);

  static final Duration SILENCE = Duration.ofSeconds(35);
  static final Duration REST = Duration.ofSeconds(10);

  private static final Duration CONNECT = Duration.ofSeconds(5);

  /**
   * Longer than {@link io.cardflow.ops.Deadline#CONNECTION}, whose failure names what was waited
   * for.
   */
  private static final Duration ACQUIRE = Duration.ofSeconds(12);

  /**
   * PostgreSQL's end, which detects a lost client only by such limits: an idle transaction releases
   * its locks, and an idle session ends.
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
   * @param databases the addresses of the database, used in turn
   * @param silence the longest permitted silence on a connection
   */
  // Only the builder of a later driver accepts a connection factory without the deprecated method.
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
    // Without that cache the sessions belong to a pooler, and other clients would inherit what is
    // set.
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

  /** Closing the connection here returns it to the pool. */
  private static void limit(SqlConnection opened) {
    opened
        .query(SERVER)
        .execute()
        .onFailure(failed -> LOG.warnf("postgresql session limits not set cause=%s", failed))
        .onComplete(done -> opened.close());
  }

  private static PgConnectOptions limited(PgConnectOptions options) {
    options.setConnectTimeout((int) CONNECT.toMillis());
    return options;
  }
}
