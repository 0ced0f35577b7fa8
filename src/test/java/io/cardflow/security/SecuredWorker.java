package io.cardflow.security;

import io.cardflow.local.Ports;
import io.cardflow.servers.WorkerJar;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;

/** The built worker as a process, which gets its settings as in a deployment: without arguments. */
final class SecuredWorker implements AutoCloseable {

  /** How a setting is passed to the worker. */
  enum Form {
    /** As a line of {@code application.properties}. */
    PROPERTY,
    /** As an environment variable, its name in capitals. */
    VARIABLE
  }

  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final HttpClient HTTP =
      HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(2)).build();

  private final int port = Ports.free();
  private final int management = Ports.free();
  private final Path log;
  private final Process process;

  SecuredWorker(String name, Form form, Map<String, String> settings) {
    Path directory = Path.of("target", "secured-" + name + "-" + port);
    this.log = directory.resolve("worker.log");
    List<String> command = WorkerJar.command(WorkerJar.ports(port, management));
    try {
      Files.createDirectories(directory.resolve("config"));
      ProcessBuilder builder =
          new ProcessBuilder(command)
              .directory(directory.toFile())
              .redirectErrorStream(true)
              .redirectOutput(log.toFile());
      if (form == Form.VARIABLE) {
        settings.forEach((setting, value) -> builder.environment().put(variable(setting), value));
      } else {
        write(settings, directory.resolve("config").resolve("application.properties"));
      }
      process = builder.start();
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  private static String variable(String setting) {
    return setting.toUpperCase(Locale.ROOT).replaceAll("[^A-Z0-9]", "_");
  }

  private static void write(Map<String, String> settings, Path file) throws IOException {
    Properties lines = new Properties();
    lines.putAll(settings);
    try (OutputStream out = Files.newOutputStream(file)) {
      lines.store(out, null);
    }
  }

  /** The address of its API. */
  URI url() {
    return URI.create("http://127.0.0.1:" + port);
  }

  SecuredWorker awaitReady() {
    return awaitReadiness(200);
  }

  SecuredWorker awaitReadiness(int status) {
    Awaitility.await("readiness " + status + ", see " + log)
        .atMost(PATIENCE)
        .pollInterval(Duration.ofMillis(50))
        .until(() -> !process.isAlive() || status("ready") == status);
    if (!process.isAlive()) {
      throw new IllegalStateException("the worker ended, see " + log);
    }
    return this;
  }

  /** The HTTP status of a health check; 0 without a response. */
  int status(String check) {
    try {
      return get("health/" + check).statusCode();
    } catch (IOException refused) {
      return 0;
    }
  }

  String health(String check) {
    try {
      return get("health/" + check).body();
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  /** All metrics, as Prometheus reads them. */
  String metrics() {
    try {
      return get("metrics").body();
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  /** The address of a path of it. */
  URI url(String path) {
    return URI.create("http://127.0.0.1:" + port + path);
  }

  /** Whether it has logged a line with both texts. */
  boolean logged(String one, String other) {
    return log().lines().anyMatch(line -> line.contains(one) && line.contains(other));
  }

  /** Its log so far. */
  String log() {
    try {
      return Files.readString(log);
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  /** Waits until it exits, and returns its exit status. */
  int awaitEnd() {
    try {
      if (!process.waitFor(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
        throw new IllegalStateException("the worker has not ended, see " + log);
      }
      return process.exitValue();
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(interrupted);
    }
  }

  /** Sends SIGTERM, so that the worker leaves its group immediately, and waits for its exit. */
  @Override
  public void close() {
    process.destroy();
    try {
      awaitEnd();
    } finally {
      process.destroyForcibly();
    }
  }

  private HttpResponse<String> get(String page) throws IOException {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + management + "/q/" + page))
            .timeout(Duration.ofSeconds(10))
            .build();
    try {
      return HTTP.send(request, BodyHandlers.ofString());
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new IOException(interrupted);
    }
  }
}
