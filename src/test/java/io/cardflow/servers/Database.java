package io.cardflow.servers;

import io.vertx.core.Vertx;
import io.vertx.pgclient.PgBuilder;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.PoolOptions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;

/** The address and the credentials of a test's database. */
public record Database(String host, int port, String name, String username, String password) {

  public String reactiveUrl() {
    return "postgresql://%s:%d/%s".formatted(host, port, name);
  }

  public String jdbcUrl() {
    return "jdbc:" + reactiveUrl();
  }

  /**
   * A pool of the reactive client with the worker's settings.
   *
   * @param connections the maximum number
   */
  public Pool pool(Vertx vertx, int connections) {
    return PgBuilder.pool()
        .with(new PoolOptions().setMaxSize(connections))
        .connectingTo(
            PgConnectOptions.fromUri(reactiveUrl())
                .setUser(username)
                .setPassword(password)
                .setPipeliningLimit(64)
                .setCachePreparedStatements(true))
        .using(vertx)
        .build();
  }

  public Connection connect() throws SQLException {
    return DriverManager.getConnection(jdbcUrl(), username, password);
  }
}
