package io.cardflow.ordering.gocards;

import io.cardflow.ordering.Fault.Code;
import io.cardflow.wire.MessageLimits;
import java.util.List;
import java.util.Objects;

/**
 * Validates texts of the bureau against the limits of its notifications, so that everything parsed
 * here can be stored and published.
 */
final class Texts {

  private Texts() {}

  /** A name of 1 to 128 characters. */
  static String name(String text, String field) {
    if (!isName(text)) {
      throw new CallFailed(Code.BAD_ANSWER, field + " is missing, too long, or not plain text");
    }
    return text;
  }

  /** Whether a text is a name of 1 to 128 characters. */
  static boolean isName(String text) {
    return text != null && !text.isEmpty() && fits(text, MessageLimits.NAME);
  }

  /**
   * A code of 1 to 64 characters; {@code UNSPECIFIED} if the bureau's code is absent or invalid.
   */
  static String code(String text) {
    return isCode(text) ? text : "UNSPECIFIED";
  }

  /** Whether a text is a code, or the type of a readout: 1 to 64 characters. */
  static boolean isCode(String text) {
    return text != null && !text.isBlank() && fits(text, MessageLimits.CODE);
  }

  /** Text for an operator, without control characters and truncated to 500; null if absent. */
  static String detail(String text) {
    if (text == null || text.isBlank()) {
      return null;
    }
    StringBuilder plain = new StringBuilder();
    text.codePoints()
        .limit(MessageLimits.DETAIL)
        .map(each -> isPlain(each) ? each : ' ')
        .forEach(plain::appendCodePoint);
    return plain.toString();
  }

  /** Whether a text is a value of a readout: 1 to 4,096 characters. */
  static boolean isReadoutValue(String text) {
    return text != null && !text.isEmpty() && fits(text, MessageLimits.READOUT_VALUE);
  }

  /** A list of at most this many items, none of them null; empty if absent. */
  static <T> List<T> items(List<T> items, int most, String field) {
    if (items == null) {
      return List.of();
    }
    if (items.size() > most || items.stream().anyMatch(Objects::isNull)) {
      throw new CallFailed(Code.BAD_ANSWER, field + " has too many items or a null item");
    }
    return items;
  }

  private static boolean fits(String text, int most) {
    return text.codePointCount(0, text.length()) <= most
        && text.codePoints().allMatch(Texts::isPlain);
  }

  /** Neither a control character, which PostgreSQL may not store, nor an unpaired surrogate. */
  private static boolean isPlain(int codePoint) {
    return !Character.isISOControl(codePoint)
        && !(codePoint >= Character.MIN_SURROGATE && codePoint <= Character.MAX_SURROGATE);
  }
}
