package io.cardflow.bench;

import java.time.LocalTime;
import java.time.temporal.ChronoUnit;

/** Progress lines on standard output. */
final class BenchLog {

  private BenchLog() {}

  static void log(String format, Object... values) {
    System.out.println(
        LocalTime.now().truncatedTo(ChronoUnit.SECONDS) + "  " + format.formatted(values));
  }
}
