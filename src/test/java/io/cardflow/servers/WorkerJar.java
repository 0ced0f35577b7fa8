package io.cardflow.servers;

import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;

/**
 * Starts the built worker from a class-data archive, which is created once per build and Java
 * version. It halves the startup time.
 */
public final class WorkerJar {

  private static final Path JAR =
      Path.of(System.getProperty("worker.jar", "target/quarkus-app/quarkus-run.jar"))
          .toAbsolutePath();
  private static final Path ARCHIVE =
      Path.of("target", "worker-" + Runtime.version() + ".jsa").toAbsolutePath();
  private static final Path LOCK = Path.of("target", "worker-archive.lock");
  private static final Path LOG = Path.of("target", "worker-archive.log");

  /** Sufficient to start the worker; there are no servers at these addresses. */
  private static final List<String> ALONE =
      List.of(
          "-Dkafka.bootstrap.servers=127.0.0.1:9",
          "-Dquarkus.flyway.migrate-at-start=false",
          "-Dquarkus.datasource.reactive.url=postgresql://127.0.0.1:9/none",
          "-Dquarkus.datasource.jdbc.url=jdbc:postgresql://127.0.0.1:9/none",
          "-Dquarkus.datasource.username=none",
          "-Dquarkus.datasource.password=none",
          "-Dquarkus.http.host=127.0.0.1",
          "-Dquarkus.http.port=0",
          "-Dquarkus.management.host=127.0.0.1",
          "-Dquarkus.management.port=0");

  private WorkerJar() {}

  /** The directory of the built worker, with all its jars. */
  public static Path directory() {
    return JAR.getParent();
  }

  /** The command line that starts it with these JVM options. */
  public static List<String> command(List<String> options) {
    return line(isArchived() ? "-XX:SharedArchiveFile=" + ARCHIVE : "-Xshare:auto", options, JAR);
  }

  /**
   * The options for the ports of its HTTP servers, on the loopback address.
   *
   * @param http that of the API
   * @param management that of health and metrics
   */
  public static List<String> ports(int http, int management) {
    return List.of(
        "-Dquarkus.http.host=127.0.0.1",
        "-Dquarkus.http.port=" + http,
        "-Dquarkus.management.host=127.0.0.1",
        "-Dquarkus.management.port=" + management);
  }

  /** The command line that starts another build. */
  public static List<String> command(Path jar, List<String> options) {
    return line("-Xshare:auto", options, jar);
  }

  /** Creates the archive; false while another test JVM does, which is not waited for. */
  private static synchronized boolean isArchived() {
    try (FileChannel alone = FileChannel.open(LOCK, CREATE, WRITE)) {
      if (alone.tryLock() == null) {
        return false;
      }
      if (Files.exists(ARCHIVE)
          && Files.getLastModifiedTime(ARCHIVE).compareTo(Files.getLastModifiedTime(JAR)) > 0) {
        return true;
      }
      Files.deleteIfExists(ARCHIVE);
      Process process =
          new ProcessBuilder(line("-XX:ArchiveClassesAtExit=" + ARCHIVE, ALONE, JAR))
              .redirectErrorStream(true)
              .redirectOutput(LOG.toFile())
              .start();
      try {
        Awaitility.await("started, see " + LOG)
            .atMost(Duration.ofSeconds(60))
            .until(() -> !process.isAlive() || Files.readString(LOG).contains("started in"));
        process.destroy();
        process.waitFor(60, TimeUnit.SECONDS);
      } finally {
        process.destroyForcibly();
      }
      if (!Files.exists(ARCHIVE)) {
        throw new IllegalStateException("no archive was created, see " + LOG);
      }
      return true;
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(interrupted);
    }
  }

  private static List<String> line(String archive, List<String> options, Path jar) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-Xmx256m", "-XX:TieredStopAtLevel=1", "-Xlog:cds*=off", archive));
    command.addAll(options);
    command.addAll(List.of("-jar", jar.toString()));
    return command;
  }
}
