package io.cardflow.local;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** Copies and deletes directories recursively. */
final class Directories {

  private Directories() {}

  /** Copies a directory with its permissions, which PostgreSQL requires. */
  static void copy(Path from, Path to) {
    try (Stream<Path> files = Files.walk(from)) {
      for (Path each : files.toList()) {
        Files.copy(each, to.resolve(from.relativize(each)), StandardCopyOption.COPY_ATTRIBUTES);
      }
    } catch (IOException failed) {
      throw new UncheckedIOException("cannot copy " + from + " to " + to, failed);
    }
  }

  /** Deletes a directory recursively. */
  static void delete(Path directory) {
    try (Stream<Path> files = Files.walk(directory)) {
      List<Path> contentsFirst = files.sorted(Comparator.reverseOrder()).toList();
      for (Path each : contentsFirst) {
        Files.delete(each);
      }
    } catch (IOException failed) {
      throw new UncheckedIOException("cannot delete " + directory, failed);
    }
  }
}
