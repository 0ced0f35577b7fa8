package io.cardflow.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.stream.Stream;
import org.apache.kafka.common.utils.AppInfoParser;

/** Describes the machine of the benchmark. */
final class Machine {

  private Machine() {}

  /** Returns a sentence or two in Markdown. */
  static String description(Platform platform) {
    return """
    %s. %d processors (%s), %.0f GiB of memory, Linux %s. Java %s, Kafka %s, PostgreSQL %s; \
    everything on this one machine. %d round%s. Load average before: %s.
    """
        .formatted(
            LocalDate.now(),
            Runtime.getRuntime().availableProcessors(),
            field("/proc/cpuinfo", "model name", "unknown model"),
            Double.parseDouble(field("/proc/meminfo", "MemTotal", "0").replaceAll("\\D", ""))
                / 1024
                / 1024,
            System.getProperty("os.version"),
            Runtime.version(),
            AppInfoParser.getVersion(),
            platform.postgresVersion(),
            BenchSettings.rounds(),
            BenchSettings.rounds() == 1 ? "" : "s",
            first("/proc/loadavg"));
  }

  private static String field(String file, String name, String otherwise) {
    try (Stream<String> lines = Files.lines(Path.of(file))) {
      return lines
          .filter(line -> line.startsWith(name))
          .map(line -> line.substring(line.indexOf(':') + 1).strip())
          .findFirst()
          .orElse(otherwise);
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  private static String first(String file) {
    try {
      return Files.readString(Path.of(file)).split(" ")[0];
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }
}
