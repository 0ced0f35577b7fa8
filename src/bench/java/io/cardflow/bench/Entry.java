package io.cardflow.bench;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * The configuration of a contestant in a run.
 *
 * @param title its name in the report
 * @param heap the fixed heap size, in the format of {@code -Xmx}
 * @param settings settings in addition to topics and servers, by name
 * @param options JVM options
 * @param jar the {@code quarkus-run.jar} that is started; ignored for a contestant with a main
 *     class
 */
record Entry(
    Contestant contestant,
    String title,
    String heap,
    Map<String, String> settings,
    List<String> options,
    String jar) {

  static final String HEAP = "1g";

  private static final String BUILT = System.getProperty("worker.jar");

  /** The defaults, with 1 GiB of heap. */
  static Entry of(Contestant contestant) {
    return new Entry(contestant, contestant.title(), HEAP, Map.of(), List.of(), BUILT);
  }

  Entry titled(String other) {
    return new Entry(contestant, other, heap, settings, options, jar);
  }

  Entry heap(String most) {
    return new Entry(contestant, title, most, settings, options, jar);
  }

  /** Adds a setting. */
  Entry setting(String name, String value) {
    Map<String, String> more = new HashMap<>(settings);
    more.put(name, value);
    return new Entry(contestant, title, heap, Map.copyOf(more), options, jar);
  }

  Entry option(String option) {
    return new Entry(contestant, title, heap, settings, List.of(option), jar);
  }

  Entry jar(String other) {
    return new Entry(contestant, title, heap, settings, options, other);
  }

  boolean isThisBuild() {
    return Objects.equals(jar, BUILT);
  }
}
