package io.cardflow.wire;

/** Which characters can be stored. */
final class Characters {

  private Characters() {}

  /**
   * Returns why a text cannot be stored, or null if it can. PostgreSQL stores no NUL, and an
   * unpaired surrogate has no UTF-8 encoding.
   */
  static String fault(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == 0) {
        return "contains a NUL character";
      }
      if (Character.isSurrogate(c)) {
        if (!startsPair(text, i)) {
          return "contains an unpaired surrogate";
        }
        i++;
      }
    }
    return null;
  }

  /** The same for an attribute of the envelope, which must not contain control characters. */
  static String attributeFault(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (Character.isISOControl(text.charAt(i))) {
        return "contains a control character";
      }
    }
    return fault(text);
  }

  /** Returns whether a supplementary character starts at {@code i}. */
  static boolean startsPair(String text, int i) {
    return Character.isHighSurrogate(text.charAt(i))
        && i + 1 < text.length()
        && Character.isLowSurrogate(text.charAt(i + 1));
  }

  /** Returns whether a text has more than {@code max} characters, counted as code points. */
  static boolean exceeds(String text, int max) {
    return text.length() > max && text.codePointCount(0, text.length()) > max;
  }
}
