package io.cardflow.local;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** A real PostgreSQL as a child process, on the loopback address, with full durability. */
public final class EmbeddedDatabase implements AutoCloseable {

  /** The worker's role, which is not a superuser, its password, and its database. */
  public static final String NAME = "cardflow";

  private static final Duration START = Duration.ofSeconds(60);
  private static final Duration STOP = Duration.ofSeconds(30);

  private final int port;
  private final Path directory;
  private final Map<String, String> settings;
  private EmbeddedPostgres server;

  /**
   * @param port the client port, 0 for any free one; it is kept across restarts
   * @param directory the data directory; created if it does not exist, and kept
   */
  public EmbeddedDatabase(int port, Path directory) {
    this(port, directory, Map.of());
  }

  /**
   * The same with additional server settings, such as TLS. The superuser must still be able to
   * connect by TCP without a password.
   */
  public EmbeddedDatabase(int port, Path directory, Map<String, String> settings) {
    this.port = Ports.orFree(port);
    this.directory = directory;
    this.settings = Map.copyOf(settings);
  }

  public int port() {
    return port;
  }

  /** Starts the server, on existing data if there are any. */
  public void start() {
    try {
      Path log = Files.createDirectories(directory).resolveSibling("postgresql.log");
      EmbeddedPostgres.Builder builder =
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
              .setPGStartupWait(START);
      settings.forEach(builder::setServerConfig);
      server = builder.start();
      create(NAME);
    } catch (IOException failed) {
      throw new UncheckedIOException("PostgreSQL failed to start on port " + port, failed);
    }
  }

  /** Creates a database owned by the worker's role, unless it exists. */
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
      throw new IllegalStateException("database " + database + " cannot be created", failed);
    }
  }

  /** Returns a superuser connection. */
  public Connection administer(String database) throws SQLException {
    return server.getDatabase("postgres", database).getConnection();
  }

  /** Stops the server and ends its sessions; its data are kept. */
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

  /** Stops the server without notifying its sessions; the next start recovers from its log. */
  public void stopImmediately() {
    end(postmaster -> signal("-QUIT", postmaster));
  }

  /** Kills the server as a power failure would; the next start recovers from its log. */
  public void kill() {
    end(ProcessHandle::destroyForcibly);
  }

  /**
   * Copies the data directory. For this, the server is stopped without notifying its sessions, and
   * restarted.
   *
   * @param to the directory of the copy, which must not exist
   */
  public void snapshot(Path to) {
    stopImmediately();
    Directories.copy(directory, to);
    start();
  }

  /**
   * Restores a copy: later commits are lost. The server is stopped without notifying its sessions,
   * as in a failover, and started on the same port.
   *
   * @param from a copy made by {@link #snapshot}; it is kept
   */
  public void restore(Path from) {
    if (server != null) {
      stopImmediately();
    }
    Directories.delete(directory);
    Directories.copy(from, directory);
    start();
  }

  /** Simulates a failover: the server restarts like a promoted standby, on a new timeline. */
  public void promote() {
    stopImmediately();
    try {
      Files.createFile(directory.resolve("recovery.signal"));
      Files.writeString(
          directory.resolve("postgresql.auto.conf"),
          // Without hot standby no session connects before the new timeline starts.
          "restore_command = 'false'\nhot_standby = off\n",
          StandardOpenOption.APPEND);
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
    start();
  }

  @Override
  public void close() {
    stop();
  }

  private void end(Consumer<ProcessHandle> how) {
    ProcessHandle postmaster = postmaster();
    // The session processes outlive the server for a moment and hold the shared memory that the
    // next server needs.
    List<ProcessHandle> all =
        Stream.concat(Stream.of(postmaster), postmaster.descendants()).toList();
    how.accept(postmaster);
    for (ProcessHandle each : all) {
      each.onExit().orTimeout(STOP.toSeconds(), TimeUnit.SECONDS).join();
    }
    // The server has already stopped; this releases the lock on the directory.
    stop();
  }

  private ProcessHandle postmaster() {
    try (Stream<String> lines = Files.lines(directory.resolve("postmaster.pid"))) {
      long id = Long.parseLong(lines.findFirst().orElseThrow().strip());
      return ProcessHandle.of(id).orElseThrow();
    } catch (IOException | NoSuchElementException failed) {
      throw new IllegalStateException("PostgreSQL is not running in " + directory, failed);
    }
  }

  private static void signal(String signal, ProcessHandle process) {
    try {
      int status =
          new ProcessBuilder("kill", signal, Long.toString(process.pid())).start().waitFor();
      if (status != 0) {
        throw new IllegalStateException("kill " + signal + " ended with " + status);
      }
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", interrupted);
    }
  }

  private static boolean exists(Statement statement, String where, String name)
      throws SQLException {
    try (ResultSet found =
        statement.executeQuery("SELECT 1 FROM %s = '%s'".formatted(where, name))) {
      return found.next();
    }
  }
}
