package io.cardflow.local;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;

/** A real PostgreSQL as a child process, on the loopback address, as durable as any. */
public final class EmbeddedDatabase implements AutoCloseable {

  /** The worker's role, which is no superuser, its password, and the database that it owns. */
  public static final String NAME = "cardflow";

  private static final Duration START = Duration.ofSeconds(60);

  private final int port;
  private final Path directory;
  private EmbeddedPostgres server;

  /**
   * @param port where clients connect
   * @param directory where the server keeps its data; made if it does not exist, kept at the end
   */
  public EmbeddedDatabase(int port, Path directory) {
    this.port = port;
    this.directory = directory;
  }

  public int port() {
    return port;
  }

  /** Starts the server, for the first time or again on what it kept. */
  public void start() {
    try {
      Path log = Files.createDirectories(directory).resolveSibling("postgresql.log");
      server =
          EmbeddedPostgres.builder()
              .setPort(port)
              .setDataDirectory(directory)
              .setCleanDataDirectory(false)
              .setLocaleConfig("locale", "C.UTF-8")
              .setLocaleConfig("encoding", "UTF8")
              .setServerConfig("fsync", "on")
              .setServerConfig("synchronous_commit", "on")
              .setServerConfig("max_connections", "200")
              .setServerConfig("shared_buffers", "256MB")
              .setServerConfig("max_wal_size", "2GB")
              .setOutputRedirector(Redirect.appendTo(log.toFile()))
              .setErrorRedirector(Redirect.appendTo(log.toFile()))
              .setPGStartupWait(START)
              .start();
      create(NAME);
    } catch (IOException failed) {
      throw new UncheckedIOException("PostgreSQL does not start on port " + port, failed);
    }
  }

  /** Makes a database that the worker's role owns, unless it exists. */
  public void create(String database) {
    try (Connection admin = server.getPostgresDatabase().getConnection();
        Statement statement = admin.createStatement()) {
      if (!exists(statement, "pg_roles WHERE rolname", NAME)) {
        statement.execute("CREATE ROLE %s LOGIN PASSWORD '%s'".formatted(NAME, NAME));
      }
      if (!exists(statement, "pg_database WHERE datname", database)) {
        statement.execute("CREATE DATABASE %s OWNER %s".formatted(database, NAME));
      }
    } catch (SQLException failed) {
      throw new IllegalStateException("database " + database + " cannot be made", failed);
    }
  }

  /** A connection with all rights, to see and to do what the worker must not. */
  public Connection administer(String database) throws SQLException {
    return server.getDatabase("postgres", database).getConnection();
  }

  /** Stops the server, sessions ended; its data stay. */
  public void stop() {
    if (server != null) {
      try {
        server.close();
      } catch (IOException failed) {
        throw new UncheckedIOException(failed);
      }
      server = null;
    }
  }

  @Override
  public void close() {
    stop();
  }

  private static boolean exists(Statement statement, String where, String name)
      throws SQLException {
    try (ResultSet found =
        statement.executeQuery("SELECT 1 FROM %s = '%s'".formatted(where, name))) {
      return found.next();
    }
  }
}
