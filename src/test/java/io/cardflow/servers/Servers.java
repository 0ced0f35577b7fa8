package io.cardflow.servers;

import io.cardflow.local.Settings;
import io.cardflow.local.Topics;
import java.nio.file.Path;
import java.util.UUID;
import org.testcontainers.DockerClientFactory;

/**
 * A real broker and a real PostgreSQL for tests: in containers if an engine is available, otherwise
 * the local platform's. {@code test.servers=embedded} ignores an engine.
 */
public abstract class Servers implements AutoCloseable {

  /** As many partitions as the local platform has. */
  public static final int PARTITIONS = 8;

  private static Servers shared;

  /** The servers that all tests of this JVM share; do not stop them. */
  public static synchronized Servers shared() {
    if (shared == null) {
      Servers started = start();
      Runtime.getRuntime().addShutdownHook(new Thread(started::close));
      shared = started;
    }
    return shared;
  }

  /** Servers for a single test, which may stop and restart them. */
  public static Servers start() {
    boolean embedded = Settings.text("test.servers", "").equals("embedded");
    return !embedded && DockerClientFactory.instance().isDockerAvailable()
        ? new ContainerServers()
        : new EmbeddedServers();
  }

  public abstract String bootstrapServers();

  /** A fresh database that the worker's role owns. */
  public abstract Database newDatabase();

  /** Executes a statement as PostgreSQL's superuser. */
  public abstract void administer(String sql);

  public abstract void stopBroker();

  /** Restarts the broker at the same address with its data. */
  public abstract void startBroker();

  public abstract void stopDatabase();

  /** Kills PostgreSQL, as a power failure would. */
  public abstract void killDatabase();

  /** Restarts PostgreSQL at the same address with its data. */
  public abstract void startDatabase();

  /** Whether PostgreSQL supports snapshots and failover; in a container it does not. */
  public abstract boolean haveSnapshots();

  /**
   * Copies PostgreSQL's current data. The server is restarted for that.
   *
   * @throws UnsupportedOperationException if the servers are containers
   */
  public abstract Snapshot snapshotDatabase();

  /**
   * Restores PostgreSQL from a copy, on the same port: all later commits are lost. Its sessions end
   * abruptly.
   */
  public abstract void restoreDatabase(Snapshot snapshot);

  /**
   * Replaces PostgreSQL by a promoted standby on the same port, which has all commits and a new
   * timeline.
   *
   * @throws UnsupportedOperationException if the servers are containers
   */
  public abstract void failOverDatabase();

  /** A copy of PostgreSQL's data directory, deleted with the servers. */
  public record Snapshot(Path directory) {}

  @Override
  public abstract void close();

  /** Fresh topics. */
  public Topics newTopics() {
    Topics topics = Topics.of("t" + unique());
    topics.create(bootstrapServers(), PARTITIONS);
    return topics;
  }

  static String unique() {
    return UUID.randomUUID().toString().replace("-", "").substring(0, 12);
  }
}
