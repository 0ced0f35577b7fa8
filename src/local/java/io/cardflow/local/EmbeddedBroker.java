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
   * @param port where clients connect, 0 for any free one; it stays over a stop and a start
   * @param directory where the broker keeps its log; made if it does not exist, kept at the end
   */
  public EmbeddedBroker(int port, Path directory) {
    this(port, directory, Map.of());
  }

  /**
   * The same with settings that replace the broker's own or join them, such as listeners with TLS.
   * Listeners given so must be on the loopback address; the one of the controllers is called
   * {@value #CONTROLLER}.
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

  /** Starts the broker, for the first time or again on what it kept. */
  public void start() {
    // A broker in trouble would end the whole process.
    Exit.setExitProcedure((status, message) -> fail(message));
    Exit.setHaltProcedure((status, message) -> fail(message));
    try {
      format();
      server = new KafkaRaftServer(new KafkaConfig(settings()), Time.SYSTEM);
      server.startup();
    } catch (Exception failed) {
      throw new IllegalStateException("the broker does not start on port " + port, failed);
    }
  }

  /** Stops the broker cleanly; its log stays. */
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
    throw new IllegalStateException("the broker gave up: " + message);
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
    // How often it looks for transactions that a killed worker has left open; elsewhere 10 s.
    settings.put("transaction.abort.timed.out.transaction.cleanup.interval.ms", "1000");
    settings.putAll(this.settings);
    return settings;
  }
}
