package io.cardflow.servers;

import io.cardflow.local.Settings;
import io.cardflow.local.Topics;
import java.nio.file.Path;
import java.util.UUID;
import org.testcontainers.DockerClientFactory;

/**
 * A real broker and a real PostgreSQL for tests: containers where an engine is at hand, else the
 * local platform's. This is the one place that decides; the setting {@code test.servers=embedded}
 * leaves an engine alone.
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

  /** Servers for one test alone, which may stop them and start them again. */
  public static Servers start() {
    boolean embedded = Settings.text("test.servers", "").equals("embedded");
    return !embedded && DockerClientFactory.instance().isDockerAvailable()
        ? new ContainerServers()
        : new EmbeddedServers();
  }

  public abstract String bootstrapServers();

  /** A fresh database that the worker's role owns. */
  public abstract Database newDatabase();

  /** Carries out a statement as PostgreSQL's superuser. */
  public abstract void administer(String sql);

  public abstract void stopBroker();

  /** Starts the broker again where it was, with what it kept. */
  public abstract void startBroker();

  public abstract void stopDatabase();

  /** Ends PostgreSQL as a power cut would. */
  public abstract void killDatabase();

  /** Starts PostgreSQL again where it was, with what it kept. */
  public abstract void startDatabase();

  /** Whether PostgreSQL can be set back and fail over; it cannot in a container. */
  public abstract boolean haveSnapshots();

  /**
   * Copies PostgreSQL's data as of now. The server is stopped for that, and started again.
   *
   * @throws UnsupportedOperationException if the servers are containers
   */
  public abstract Snapshot snapshotDatabase();

  /**
   * Sets PostgreSQL back to a copy, on the same port: all commits after it are lost. The sessions
   * end without a word.
   */
  public abstract void restoreDatabase(Snapshot snapshot);

  /**
   * Puts a promoted standby in PostgreSQL's place, on the same port: it has all commits, and a new
   * timeline.
   *
   * @throws UnsupportedOperationException if the servers are containers
   */
  public abstract void failOverDatabase();

  /** A copy of PostgreSQL's data directory; it goes with the servers. */
  public record Snapshot(Path directory) {}

  @Override
  public abstract void close();

  /** Five fresh topics. */
  public Topics newTopics() {
    Topics topics = Topics.of("t" + unique());
    topics.create(bootstrapServers(), PARTITIONS);
    return topics;
  }

  static String unique() {
    return UUID.randomUUID().toString().replace("-", "").substring(0, 12);
  }
}
