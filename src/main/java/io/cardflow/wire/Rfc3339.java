package io.cardflow.wire;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.time.Instant;
import java.time.LocalDate;

/**
 * RFC 3339 date-times in milliseconds precision, in the years 1 to 9999.
 *
 * <p>Hand-written because every message uses it: the formatters of {@code java.time} are several
 * times slower and accept forms that RFC 3339 does not allow.
 */
final class Rfc3339 {

  private static final long FIRST = Instant.parse("0001-01-01T00:00:00Z").toEpochMilli();
  private static final long LAST = Instant.parse("9999-12-31T23:59:59.999Z").toEpochMilli();
  private static final int MAX_LENGTH = 64;
  private static final int SECONDS_OF_DAY = 86_400;
  private static final byte[] FORM = "0000-00-00T00:00:00.000Z".getBytes(ISO_8859_1);
  private static final long NONE = Long.MIN_VALUE;

  private Rfc3339() {}

  /**
   * Parses a date-time: a year of four digits, an offset, at most 64 characters. Digits beyond the
   * millisecond are truncated. A leap second, which Java does not support, becomes the last
   * millisecond before its end.
   *
   * @return null if the text is not a date-time in the years 1 to 9999
   */
  static Instant parse(String text) {
    if (text.length() < 20 || text.length() > MAX_LENGTH || !punctuated(text)) {
      return null;
    }
    long day = epochDay(text);
    int minuteOfDay = minuteOfDay(text);
    int second = number(text, 17, 2);
    int fractionEnd = fractionEnd(text);
    long offset = offsetMinutes(text, fractionEnd);
    if (day == NONE || minuteOfDay < 0 || second < 0 || second > 60 || offset == NONE) {
      return null;
    }
    long minutes = day * 1440 + minuteOfDay - offset;
    boolean leap = second == 60;
    if (leap && Math.floorMod(minutes, 1440) != 1439) {
      return null;
    }
    long millis = minutes * 60_000 + (leap ? 59_999 : second * 1000 + millis(text, fractionEnd));
    return inRange(millis) ? Instant.ofEpochMilli(millis) : null;
  }

  /** Returns whether a time has a year of four digits. */
  static boolean inRange(long epochMillis) {
    return epochMillis >= FIRST && epochMillis <= LAST;
  }

  /** Formats a point in time as UTC with exactly three decimals; finer digits are truncated. */
  static String print(Instant instant) {
    long second = instant.getEpochSecond();
    LocalDate day = LocalDate.ofEpochDay(Math.floorDiv(second, SECONDS_OF_DAY));
    int ofDay = Math.floorMod(second, SECONDS_OF_DAY);
    byte[] out = FORM.clone();
    digits(out, 0, 4, day.getYear());
    digits(out, 5, 2, day.getMonthValue());
    digits(out, 8, 2, day.getDayOfMonth());
    digits(out, 11, 2, ofDay / 3600);
    digits(out, 14, 2, ofDay / 60 % 60);
    digits(out, 17, 2, ofDay % 60);
    digits(out, 20, 3, instant.getNano() / 1_000_000);
    return new String(out, ISO_8859_1);
  }

  private static void digits(byte[] out, int start, int length, int number) {
    int rest = number;
    for (int i = start + length - 1; i >= start; i--) {
      out[i] = (byte) ('0' + rest % 10);
      rest /= 10;
    }
  }

  private static boolean punctuated(String text) {
    return text.charAt(4) == '-'
        && text.charAt(7) == '-'
        && (text.charAt(10) == 'T' || text.charAt(10) == 't')
        && text.charAt(13) == ':'
        && text.charAt(16) == ':';
  }

  /** Returns the days since 1970, or {@link #NONE} if there is no such day. */
  private static long epochDay(String text) {
    int year = number(text, 0, 4);
    int month = number(text, 5, 2);
    int day = number(text, 8, 2);
    if (year < 0 || month < 1 || month > 12 || day < 1 || day > daysIn(year, month)) {
      return NONE;
    }
    return LocalDate.of(year, month, day).toEpochDay();
  }

  /** Returns the minute of the day, or -1 if there is no such minute. */
  private static int minuteOfDay(String text) {
    int hour = number(text, 11, 2);
    int minute = number(text, 14, 2);
    return hour < 0 || hour > 23 || minute < 0 || minute > 59 ? -1 : hour * 60 + minute;
  }

  /** Returns where the offset should start; the end of the text if a fraction has no digit. */
  private static int fractionEnd(String text) {
    int end = 19;
    if (text.charAt(end) == '.') {
      end++;
      while (end < text.length() && isDigit(text.charAt(end))) {
        end++;
      }
      return end == 20 ? text.length() : end;
    }
    return end;
  }

  private static int millis(String text, int fractionEnd) {
    int millis = 0;
    for (int place = 0; place < 3; place++) {
      int at = 20 + place;
      millis = millis * 10 + (at < fractionEnd ? text.charAt(at) - '0' : 0);
    }
    return millis;
  }

  /** Returns the offset from UTC at the end of the text, or {@link #NONE} if there is none. */
  private static long offsetMinutes(String text, int start) {
    int length = text.length() - start;
    if (length == 0) {
      return NONE;
    }
    char sign = text.charAt(start);
    if (length == 1 && (sign == 'Z' || sign == 'z')) {
      return 0;
    }
    if (length != 6 || (sign != '+' && sign != '-') || text.charAt(start + 3) != ':') {
      return NONE;
    }
    int hours = number(text, start + 1, 2);
    int minutes = number(text, start + 4, 2);
    if (hours < 0 || hours > 23 || minutes < 0 || minutes > 59) {
      return NONE;
    }
    return (sign == '-' ? -1 : 1) * (hours * 60L + minutes);
  }

  /** Returns the value of the digits, or -1 if a character is not a digit. */
  private static int number(String text, int start, int length) {
    int number = 0;
    for (int i = start; i < start + length; i++) {
      if (!isDigit(text.charAt(i))) {
        return -1;
      }
      number = number * 10 + text.charAt(i) - '0';
    }
    return number;
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }

  private static int daysIn(int year, int month) {
    return switch (month) {
      case 2 -> year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28;
      case 4, 6, 9, 11 -> 30;
      default -> 31;
    };
  }
}
