package io.cardflow.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Supplier;

/**
 * Runs the parts that {@code -Dbench.parts} names (all of them), each in {@code -Dbench.rounds} (3)
 * rounds, on one broker and one PostgreSQL, and writes the results.
 */
public final class Bench {

  private static final Map<String, Supplier<Part>> PARTS = new LinkedHashMap<>();

  static {
    PARTS.put("throughput", Throughput::new);
    PARTS.put("latency", Latency::new);
    PARTS.put("growth", Growth::new);
    PARTS.put("retention", RetentionLoad::new);
    PARTS.put("silent", SilentCards::new);
    PARTS.put("api", ApiLoad::new);
    PARTS.put("heap", Heap::new);
    PARTS.put("scale", Scale::new);
    PARTS.put("rolling", Rolling::new);
    PARTS.put("faults", Faults::new);
    PARTS.put("ordering", Ordering::new);
    PARTS.put("before", Before::new);
  }

  private Bench() {}

  public static void main(String[] args) throws IOException {
    // Decimal points in any locale: SVG requires them.
    Locale.setDefault(Locale.ROOT);
    List<String> names = BenchSettings.names("parts", String.join(",", standardParts()));
    if (!PARTS.keySet().containsAll(names)) {
      throw new IllegalArgumentException(
          "bench.parts must be among " + PARTS.keySet() + ", not " + names);
    }
    // Created before anything starts, so that an invalid setting is rejected immediately.
    List<Part> parts = new ArrayList<>(names.stream().map(PARTS::get).map(Supplier::get).toList());
    if (BenchSettings.on("profile")) {
      parts.add(new Profile());
    }
    Files.createDirectories(Path.of("target", "bench"));
    try (Platform platform = new Platform()) {
      BenchReport report = new BenchReport(Machine.description(platform));
      for (Part part : parts) {
        report.add(part.run(platform));
      }
      System.out.println(report.text());
    }
  }

  /** All parts without external requirements. */
  private static List<String> standardParts() {
    return PARTS.keySet().stream().filter(part -> !part.equals("before")).toList();
  }
}
