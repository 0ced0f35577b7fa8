package io.cardflow.local;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Properties;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.utils.Exit;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.metadata.storage.Formatter;

/** A real Kafka broker (KRaft, with its controller) in this process, on the loopback address. */
public final class EmbeddedBroker implements AutoCloseable {

  public static final String CONTROLLER = "CONTROLLER";

  private final int port;
  private final int controllerPort;
  private final Path directory;
  private final Map<String, String> settings;
  private KafkaRaftServer server;

  /**
   * @param port the client port, 0 for any free one; it is kept across restarts
   * @param directory the log directory; created if it does not exist, and kept
   */
  public EmbeddedBroker(int port, Path directory) {
    this(port, directory, Map.of());
  }

  /**
   * The same with settings that override or extend the broker's own, such as listeners with TLS.
   * Listeners must be on the loopback address; the controllers' listener is named {@value
   * #CONTROLLER}.
   */
  public EmbeddedBroker(int port, Path directory, Map<String, String> settings) {
    this.port = Ports.orFree(port);
    this.controllerPort = Ports.free();
    this.directory = directory;
    this.settings = Map.copyOf(settings);
  }

  public int port() {
    return port;
  }

  public String bootstrapServers() {
    return "127.0.0.1:" + port;
  }

  /** Starts the broker, on an existing log if there is one. */
  public void start() {
    // A failing broker would otherwise end the whole process.
    Exit.setExitProcedure((status, message) -> fail(message));
    Exit.setHaltProcedure((status, message) -> fail(message));
    try {
      format();
      server = new KafkaRaftServer(new KafkaConfig(settings()), Time.SYSTEM);
      server.startup();
    } catch (Exception failed) {
      throw new IllegalStateException("the broker failed to start on port " + port, failed);
    }
  }

  /** Stops the broker cleanly; its log is kept. */
  public void stop() {
    if (server != null) {
      server.shutdown();
      server.awaitShutdown();
      server = null;
    }
  }

  @Override
  public void close() {
    stop();
  }

  private static void fail(String message) {
    throw new IllegalStateException("the broker failed: " + message);
  }

  private void format() throws Exception {
    try {
      Files.createDirectories(directory);
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
    if (!Files.exists(directory.resolve("meta.properties"))) {
      new Formatter()
          .setPrintStream(new PrintStream(OutputStream.nullOutputStream()))
          .setClusterId(Uuid.randomUuid().toString())
          .setNodeId(1)
          .addDirectory(directory.toString())
          .setMetadataLogDirectory(directory.toString())
          .setControllerListenerName(CONTROLLER)
          .run();
    }
  }

  private Properties settings() {
    Properties settings = new Properties();
    settings.put("process.roles", "broker,controller");
    settings.put("node.id", "1");
    settings.put(
        "listeners",
        "PLAINTEXT://127.0.0.1:%d,%s://127.0.0.1:%d".formatted(port, CONTROLLER, controllerPort));
    settings.put("advertised.listeners", "PLAINTEXT://127.0.0.1:" + port);
    settings.put(
        "listener.security.protocol.map", "PLAINTEXT:PLAINTEXT,%s:PLAINTEXT".formatted(CONTROLLER));
    settings.put("controller.listener.names", CONTROLLER);
    settings.put("controller.quorum.voters", "1@127.0.0.1:" + controllerPort);
    settings.put("log.dirs", directory.toString());
    settings.put("auto.create.topics.enable", "false");
    settings.put("group.initial.rebalance.delay.ms", "0");
    settings.put("group.min.session.timeout.ms", "1000");
    settings.put("offsets.topic.replication.factor", "1");
    settings.put("offsets.topic.num.partitions", "8");
    settings.put("transaction.state.log.replication.factor", "1");
    settings.put("transaction.state.log.min.isr", "1");
    settings.put("transaction.state.log.num.partitions", "8");
    // The interval at which the broker aborts expired transactions of killed workers; the default
    // is 10 s.
    settings.put("transaction.abort.timed.out.transaction.cleanup.interval.ms", "1000");
    settings.putAll(this.settings);
    return settings;
  }
}
