package io.cardflow.servers;

import io.cardflow.local.Ports;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.awaitility.Awaitility;

/** PgBouncer in front of a test's database, if it is installed. */
public final class PgBouncer implements AutoCloseable {

  private static final List<Path> PLACES =
      List.of(Path.of("/usr/sbin/pgbouncer"), Path.of("/usr/bin/pgbouncer"));

  private final Database behind;
  private final int port = Ports.free();
  private final Process process;

  /**
   * Starts it with three connections to the server.
   *
   * @param mode {@code transaction} or {@code session}
   */
  public PgBouncer(Database behind, String mode) {
    this(behind, mode, 0);
  }

  /**
   * The same.
   *
   * @param roundRobin 1 if the server's connections are used in turn
   */
  public PgBouncer(Database behind, String mode, int roundRobin) {
    this.behind = behind;
    try {
      // PgBouncer refuses to run as root, so another user must be able to read this.
      Path directory =
          Files.createTempDirectory(
              "pgbouncer",
              PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwxr-xr-x")));
      Path settings = directory.resolve("pgbouncer.ini");
      Files.writeString(
          settings,
          """
          [databases]
          %s = host=%s port=%d user=%s password=%s
          [pgbouncer]
          listen_addr = 127.0.0.1
          listen_port = %d
          unix_socket_dir =
          auth_type = any
          pool_mode = %s
          default_pool_size = 3
          server_round_robin = %d
          ignore_startup_parameters = extra_float_digits
          """
              .formatted(
                  behind.name(),
                  behind.host(),
                  behind.port(),
                  behind.username(),
                  behind.password(),
                  port,
                  mode,
                  roundRobin));
      process =
          new ProcessBuilder(place().toString(), "-u", "nobody", settings.toString())
              .redirectErrorStream(true)
              .redirectOutput(Path.of("target", "pgbouncer-" + port + ".log").toFile())
              .start();
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
    Awaitility.await("it listens").until(() -> !process.isAlive() || listens());
    if (!process.isAlive()) {
      throw new IllegalStateException("see target/pgbouncer-" + port + ".log");
    }
  }

  /** Whether it is installed. */
  public static boolean isThere() {
    return PLACES.stream().anyMatch(Files::isExecutable);
  }

  /** The database through PgBouncer. */
  public Database database() {
    return new Database("127.0.0.1", port, behind.name(), behind.username(), behind.password());
  }

  @Override
  public void close() {
    process.destroy();
  }

  private static Path place() {
    return PLACES.stream().filter(Files::isExecutable).findFirst().orElseThrow();
  }

  private boolean listens() {
    try (Socket socket = new Socket("127.0.0.1", port)) {
      return socket.isConnected();
    } catch (IOException notYet) {
      return false;
    }
  }
}
