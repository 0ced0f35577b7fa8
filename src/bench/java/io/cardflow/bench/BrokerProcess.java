package io.cardflow.bench;

import io.cardflow.local.EmbeddedBroker;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;

/** The broker in its own process, so that its processor time can be measured separately. */
final class BrokerProcess implements AutoCloseable {

  private static final int ATTEMPTS = 100;

  /** Files of a deleted topic are removed immediately, not a minute later during another run. */
  private static final Map<String, String> PROMPT_DELETION =
      Map.of("log.segment.delete.delay.ms", "0");

  private final Process process;
  private final String bootstrapServers;

  BrokerProcess(int port, Path directory) {
    bootstrapServers = "127.0.0.1:" + port;
    try {
      process =
          new ProcessBuilder(
                  List.of(
                      Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                      // The same options as in Kafka's start script.
                      "-Xms1g",
                      "-Xmx1g",
                      "-XX:+UseG1GC",
                      "-XX:MaxGCPauseMillis=20",
                      "-XX:InitiatingHeapOccupancyPercent=35",
                      "-XX:+ExplicitGCInvokesConcurrent",
                      "-cp",
                      System.getProperty("java.class.path"),
                      BrokerProcess.class.getName(),
                      Integer.toString(port),
                      directory.toString()))
              .redirectErrorStream(true)
              .redirectOutput(Path.of("target", "bench", "broker.log").toFile())
              .start();
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
    await();
  }

  /** Runs the broker on a port and a directory until it is killed. */
  public static void main(String[] args) {
    new EmbeddedBroker(Integer.parseInt(args[0]), Path.of(args[1]), PROMPT_DELETION).start();
  }

  String bootstrapServers() {
    return bootstrapServers;
  }

  ProcessHandle handle() {
    return process.toHandle();
  }

  @Override
  public void close() {
    process.destroyForcibly().onExit().join();
  }

  private void await() {
    try (Admin admin =
        Admin.create(
            Map.of(
                "bootstrap.servers",
                bootstrapServers,
                "default.api.timeout.ms",
                2_000,
                "request.timeout.ms",
                1_000))) {
      for (int attempt = 1; ; attempt++) {
        try {
          admin.describeCluster().nodes().get();
          return;
        } catch (ExecutionException notYet) {
          if (attempt == ATTEMPTS || !process.isAlive()) {
            throw new IllegalStateException("the broker does not start", notYet);
          }
        }
      }
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(interrupted);
    }
  }
}
