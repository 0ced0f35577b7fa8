package io.cardflow.faults;

import io.cardflow.local.Ports;
import io.cardflow.servers.WorkerJar;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;

/** The built worker as a separate process that can be killed and frozen. */
final class WorkerProcess implements AutoCloseable {

  private static final HttpClient HTTP =
      HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(2)).build();

  private final Map<String, String> settings;
  private final Path log;
  private final int port = Ports.free();
  private final int management = Ports.free();
  private final Path jar;
  private Process process;

  WorkerProcess(String name, Map<String, String> settings) {
    this(name, settings, null);
  }

  /**
   * @param jar of another build; null for this one
   */
  WorkerProcess(String name, Map<String, String> settings, Path jar) {
    this.settings = settings;
    this.jar = jar;
    this.log = Path.of("target", "worker-" + name + "-" + port + ".log");
  }

  WorkerProcess start() {
    List<String> options = new ArrayList<>();
    settings.forEach((name, value) -> options.add("-D" + name + "=" + value));
    options.addAll(WorkerJar.ports(port, management));
    try {
      process =
          new ProcessBuilder(
                  jar == null ? WorkerJar.command(options) : WorkerJar.command(jar, options))
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
              .start();
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
    return this;
  }

  /** The address of its API. */
  URI url() {
    return URI.create("http://127.0.0.1:" + port);
  }

  WorkerProcess awaitReady() {
    Awaitility.await("ready, see " + log)
        .atMost(Duration.ofSeconds(60))
        .pollInterval(Duration.ofMillis(200))
        .until(() -> !process.isAlive() || status("ready") == 200);
    if (!process.isAlive()) {
      throw new IllegalStateException("the worker ended, see " + log);
    }
    return this;
  }

  /** The HTTP status of a health check; 0 if there is no answer. */
  int status(String check) {
    try {
      return get("/q/health/" + check).statusCode();
    } catch (IOException unanswered) {
      return 0;
    }
  }

  String health(String check) throws IOException {
    return get("/q/health/" + check).body();
  }

  /** The sum of a metric's samples whose line contains a text. */
  double metric(String name, String containing) {
    try {
      return get("/q/metrics")
          .body()
          .lines()
          .filter(line -> line.startsWith(name + "{") && line.contains(containing))
          .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
          .sum();
    } catch (IOException unanswered) {
      return 0;
    }
  }

  /** All metrics, as Prometheus reads them. */
  String metrics() throws IOException {
    return get("/q/metrics").body();
  }

  /** The log so far. */
  String log() throws IOException {
    return Files.readString(log);
  }

  /** The address of a path of it. */
  URI url(String path) {
    return URI.create("http://127.0.0.1:" + port + path);
  }

  boolean isAlive() {
    return process.isAlive();
  }

  /** Sends SIGKILL and waits for the process to exit. */
  void kill() {
    process.destroyForcibly();
    awaitEnd(Duration.ofSeconds(10));
  }

  /** SIGTERM. */
  void terminate() {
    process.destroy();
  }

  /** SIGSTOP. */
  void freeze() {
    signal("-STOP");
  }

  /** SIGCONT. */
  void wake() {
    signal("-CONT");
  }

  int awaitEnd(Duration atMost) {
    try {
      if (!process.waitFor(atMost.toMillis(), TimeUnit.MILLISECONDS)) {
        throw new IllegalStateException("the worker has not ended in " + atMost + ", see " + log);
      }
      return process.exitValue();
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(interrupted);
    }
  }

  /** The number of lines in the log that contain a text. */
  long logged(String text) {
    try (var lines = Files.lines(log)) {
      return lines.filter(line -> line.contains(text)).count();
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  @Override
  public void close() {
    if (process != null && process.isAlive()) {
      signal("-CONT");
      process.destroyForcibly();
    }
  }

  private void signal(String signal) {
    try {
      new ProcessBuilder("kill", signal, Long.toString(process.pid())).start().waitFor();
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private HttpResponse<String> get(String path) throws IOException {
    try {
      return get(management, path);
    } catch (ConnectException unused) {
      if (jar == null) {
        throw unused;
      }
      // Builds before the API have one port.
      return get(port, path);
    }
  }

  private static HttpResponse<String> get(int port, String path) throws IOException {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
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
