package io.cardflow.bench;

import io.cardflow.local.DataDirectory;
import io.cardflow.local.EmbeddedDatabase;
import io.cardflow.local.Ports;
import io.cardflow.local.Topics;
import io.cardflow.servers.Database;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.flywaydb.core.Flyway;

/** The broker and the PostgreSQL on which all contestants run, one after the other. */
final class Platform implements AutoCloseable {

  static final int PARTITIONS = 8;

  private static final String MAIN = "postgres";

  /** The number of recycled segments of the write-ahead log, of 16 MiB. */
  private static final int WAL_SEGMENTS = 64;

  private final DataDirectory directory = DataDirectory.temporary("cardflow-bench-");
  private final EmbeddedDatabase postgres =
      new EmbeddedDatabase(
          0,
          directory.postgresql(),
          Map.of(
              "min_wal_size",
              16 * WAL_SEGMENTS + "MB",
              "shared_buffers",
              BenchSettings.number("shared-buffers", 256) + "MB"));
  private final BrokerProcess broker;
  private final Thread interrupted = new Thread(this::abandon);

  Platform() {
    Runtime.getRuntime().addShutdownHook(interrupted);
    postgres.start();
    fillLog();
    broker = new BrokerProcess(Ports.free(), directory.kafka());
  }

  String bootstrapServers() {
    return broker.bootstrapServers();
  }

  Topics freshTopics() {
    Topics topics = Topics.of("b" + unique());
    topics.create(bootstrapServers(), PARTITIONS);
    return topics;
  }

  /**
   * @param migrated whether to create the worker's tables
   */
  Database freshDatabase(boolean migrated) {
    String name = "b" + unique();
    postgres.create(name);
    Database database =
        new Database(
            "127.0.0.1", postgres.port(), name, EmbeddedDatabase.NAME, EmbeddedDatabase.NAME);
    if (migrated) {
      Flyway.configure()
          .dataSource(database.jdbcUrl(), database.username(), database.password())
          .load()
          .migrate();
    }
    return database;
  }

  /** Deletes topics, including the internal ones of Streams. */
  void forget(Topics topics) {
    String prefix = topics.commands();
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", bootstrapServers()))) {
      Set<String> theirs =
          admin.listTopics().names().get().stream()
              .filter(name -> name.startsWith(prefix) || topics.all().contains(name))
              .collect(Collectors.toSet());
      admin.deleteTopics(theirs).all().get();
    } catch (ExecutionException failed) {
      throw new IllegalStateException(failed.getCause());
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(interrupted);
    }
  }

  void forget(Database database) {
    administer(MAIN, "DROP DATABASE " + database.name() + " WITH (FORCE)");
  }

  /**
   * Creates the segments of the write-ahead log. A server that has run for a while reuses old ones;
   * a new server creates each on demand, while commits wait.
   */
  private void fillLog() {
    for (int segment = 0; segment < WAL_SEGMENTS; segment++) {
      administer(MAIN, "SELECT pg_logical_emit_message(false, '', '')", "SELECT pg_switch_wal()");
    }
    settle();
  }

  /**
   * Flushes the data of earlier runs, so that it does not slow down a later one, and releases the
   * memory of the checks, which the system needs to cache a large database.
   */
  void settle() {
    administer(MAIN, "CHECKPOINT");
    System.gc();
  }

  /** Runs statements as superuser. */
  void administer(String database, String... statements) {
    try (Connection connection = postgres.administer(database);
        Statement statement = connection.createStatement()) {
      for (String each : statements) {
        statement.execute(each);
      }
    } catch (SQLException failed) {
      throw new IllegalStateException(failed);
    }
  }

  Connection administer(Database database) throws SQLException {
    return postgres.administer(database.name());
  }

  /** The directory for the state of Kafka Streams contestants. */
  String streamsDirectory() {
    return directory.kafka().resolveSibling("streams").toString();
  }

  /** For settings that need it. */
  void restartDatabase() {
    postgres.stop();
    postgres.start();
  }

  String postgresVersion() {
    try (Connection connection = postgres.administer(MAIN);
        Statement statement = connection.createStatement();
        ResultSet version = statement.executeQuery("SHOW server_version")) {
      version.next();
      return version.getString(1);
    } catch (SQLException failed) {
      throw new IllegalStateException(failed);
    }
  }

  Cpu cpu(Replicas replicas) {
    return new Cpu(
        replicas.cpuSeconds(), Meter.cpuSeconds(broker.handle()), Meter.cpuSeconds(postmaster()));
  }

  @Override
  public void close() {
    broker.close();
    postgres.close();
    directory.close();
    Runtime.getRuntime().removeShutdownHook(interrupted);
  }

  /** Stops all processes and deletes all files when the benchmark is interrupted. */
  private void abandon() {
    List<ProcessHandle> contestants =
        ProcessHandle.current()
            .descendants()
            .filter(each -> each.info().command().orElse("").endsWith("java"))
            .toList();
    contestants.forEach(ProcessHandle::destroyForcibly);
    contestants.forEach(each -> each.onExit().join());
    try {
      postgres.kill();
    } catch (RuntimeException ended) {
      System.err.println("PostgreSQL was stopped already: " + ended.getMessage());
    }
    directory.close();
  }

  private ProcessHandle postmaster() {
    try {
      String pid =
          Files.readAllLines(directory.postgresql().resolve("postmaster.pid")).get(0).strip();
      return ProcessHandle.of(Long.parseLong(pid)).orElseThrow();
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  private static String unique() {
    return UUID.randomUUID().toString().replace("-", "").substring(0, 10);
  }
}
