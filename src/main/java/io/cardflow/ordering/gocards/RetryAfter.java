package io.cardflow.ordering.gocards;

import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;

/** The header {@code Retry-After}: seconds or a date (RFC 9110, section 10.2.3). */
final class RetryAfter {

  /** The maximum; a longer request of the bureau is reduced to it. */
  private static final Duration LONGEST = Duration.ofHours(1);

  private RetryAfter() {}

  /** Returns how long to wait, at most an hour; null if the header is absent or invalid. */
  static Duration read(String header, Instant now) {
    if (header == null) {
      return null;
    }
    Duration asked =
        header.strip().matches("\\d{1,9}") ? seconds(header.strip()) : date(header, now);
    if (asked == null || asked.isNegative()) {
      return null;
    }
    return asked.compareTo(LONGEST) > 0 ? LONGEST : asked;
  }

  private static Duration seconds(String text) {
    return Duration.ofSeconds(Long.parseLong(text));
  }

  private static Duration date(String text, Instant now) {
    try {
      return Duration.between(
          now, ZonedDateTime.parse(text.strip(), DateTimeFormatter.RFC_1123_DATE_TIME).toInstant());
    } catch (DateTimeParseException unreadable) {
      return null;
    }
  }
}
