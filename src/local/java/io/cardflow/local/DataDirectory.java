package io.cardflow.local;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;

/** The data directory of the servers: kept, or deleted on close. */
public final class DataDirectory implements AutoCloseable {

  private final Path path;
  private final boolean kept;

  private DataDirectory(Path path, boolean kept) {
    this.path = path;
    this.kept = kept;
  }

  /** Returns a directory that is kept; servers create it if it does not exist. */
  public static DataDirectory kept(Path path) {
    return new DataDirectory(path.toAbsolutePath(), true);
  }

  /** Returns a new temporary directory that is deleted on close. */
  public static DataDirectory temporary(String prefix) {
    try {
      return new DataDirectory(Files.createTempDirectory(prefix), false);
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  public Path kafka() {
    return path.resolve("kafka");
  }

  public Path postgresql() {
    return path.resolve("postgresql");
  }

  @Override
  public void close() {
    if (kept) {
      return;
    }
    try (Stream<Path> files = Files.walk(path)) {
      for (Path each : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(each);
      }
    } catch (IOException | UncheckedIOException failed) {
      // This does not justify a failed run, but the user has to delete the directory.
      System.err.println("cannot delete " + path + " (" + failed.getMessage() + ")");
    }
  }
}
