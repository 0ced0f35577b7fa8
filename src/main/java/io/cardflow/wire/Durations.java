package io.cardflow.wire;

import java.time.Duration;
import java.util.regex.Pattern;

/** ISO 8601 durations in days, hours, minutes and seconds. */
final class Durations {

  private static final int MAX_LENGTH = 40;
  private static final Pattern FORM =
      Pattern.compile(
          "P(?!$)(\\d{1,5}D)?(T(?=\\d)(\\d{1,5}H)?(\\d{1,5}M)?(\\d{1,9}(\\.\\d{1,3})?S)?)?");

  private Durations() {}

  /**
   * Parses a duration, in milliseconds precision.
   *
   * @return null if the text is not a duration, or not positive
   */
  static Duration parse(String text) {
    if (text.length() > MAX_LENGTH || !FORM.matcher(text).matches()) {
      return null;
    }
    Duration duration = Duration.parse(text);
    return duration.isZero() ? null : duration;
  }

  /** Formats a duration with separate days, as in {@code P5D} and {@code P1DT12H}. */
  static String print(Duration duration) {
    long days = duration.toDays();
    if (days == 0) {
      return duration.toString();
    }
    Duration rest = duration.minusDays(days);
    return "P" + days + "D" + (rest.isZero() ? "" : rest.toString().substring(1));
  }
}
