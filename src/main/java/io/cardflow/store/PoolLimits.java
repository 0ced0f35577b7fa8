package io.cardflow.store;

import io.quarkus.reactive.pg.client.PgPoolCreator;
import io.vertx.pgclient.PgBuilder;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.PoolOptions;
import io.vertx.sqlclient.SqlConnectOptions;
import jakarta.inject.Singleton;
import java.util.Map;
import java.util.concurrent.TimeUnit;

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

  static final int SILENCE_SECONDS = 35;
  static final int REST_SECONDS = 10;

  private static final int CONNECT_SECONDS = 5;

  /** Above {@link io.cardflow.ops.Deadline#CONNECTION}, which says what was waited for. */
  private static final int ACQUIRE_SECONDS = 12;

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
    return PgBuilder.pool()
        .with(limited(input.poolOptions()))
        .connectingTo(
            input.pgConnectOptionsList().stream()
                .<SqlConnectOptions>map(PoolLimits::limited)
                .toList())
        .using(input.vertx())
        .build();
  }

  static PoolOptions limited(PoolOptions options) {
    return options
        .setIdleTimeout(REST_SECONDS)
        .setIdleTimeoutUnit(TimeUnit.SECONDS)
        .setConnectionTimeout(ACQUIRE_SECONDS)
        .setConnectionTimeoutUnit(TimeUnit.SECONDS);
  }

  static PgConnectOptions limited(PgConnectOptions options) {
    SERVER.forEach(options::addProperty);
    options.setConnectTimeout((int) TimeUnit.SECONDS.toMillis(CONNECT_SECONDS));
    options.setIdleTimeoutUnit(TimeUnit.SECONDS);
    options.setReadIdleTimeout(SILENCE_SECONDS);
    return options;
  }
}
