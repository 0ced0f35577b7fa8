package io.cardflow.bench;

import java.time.LocalTime;
import java.time.temporal.ChronoUnit;

/** Lines for whoever waits. */
final class BenchLog {

  private BenchLog() {}

  static void tell(String format, Object... values) {
    System.out.println(
        LocalTime.now().truncatedTo(ChronoUnit.SECONDS) + "  " + format.formatted(values));
  }
}
