package io.cardflow.servers;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;

/** Where a test's database is, and who may use it. */
public record Database(String host, int port, String name, String username, String password) {

  public String reactiveUrl() {
    return "postgresql://%s:%d/%s".formatted(host, port, name);
  }

  public String jdbcUrl() {
    return "jdbc:" + reactiveUrl();
  }

  public Connection connect() throws SQLException {
    return DriverManager.getConnection(jdbcUrl(), username, password);
  }
}
