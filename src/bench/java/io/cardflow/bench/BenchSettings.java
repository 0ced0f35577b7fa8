package io.cardflow.bench;

import java.util.Arrays;
import java.util.List;

/** Settings from the command line, {@code -Dbench.…}; an empty value counts as unset. */
final class BenchSettings {

  private static final String PREFIX = "bench.";

  private BenchSettings() {}

  /** The number of rounds. */
  static int rounds() {
    return number("rounds", 3);
  }

  static int number(String name, int standard) {
    String value = text(name);
    return value.isBlank() ? standard : Integer.parseInt(value.strip());
  }

  static List<Integer> numbers(String name, Integer... standard) {
    String value = text(name);
    return value.isBlank()
        ? List.of(standard)
        : Arrays.stream(value.split(",")).map(each -> Integer.valueOf(each.strip())).toList();
  }

  static List<String> names(String name, String standard) {
    String value = text(name);
    return Arrays.stream((value.isBlank() ? standard : value).split(","))
        .map(String::strip)
        .toList();
  }

  static boolean on(String name) {
    return Boolean.parseBoolean(text(name).strip());
  }

  static String text(String name, String standard) {
    String value = text(name).strip();
    return value.isEmpty() ? standard : value;
  }

  private static String text(String name) {
    return System.getProperty(PREFIX + name, "");
  }
}
