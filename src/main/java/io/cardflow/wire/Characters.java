package io.cardflow.wire;

/** Which characters may be kept. */
final class Characters {

  private Characters() {}

  /**
   * What is wrong with a text that is going to be kept, or null if nothing is. PostgreSQL stores no
   * NUL, and an unpaired surrogate has no UTF-8.
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

  /** The same for an attribute of the envelope, which may have no control character at all. */
  static String attributeFault(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (Character.isISOControl(text.charAt(i))) {
        return "contains a control character";
      }
    }
    return fault(text);
  }

  /** True if the characters at {@code i} and after it are one supplementary character. */
  static boolean startsPair(String text, int i) {
    return Character.isHighSurrogate(text.charAt(i))
        && i + 1 < text.length()
        && Character.isLowSurrogate(text.charAt(i + 1));
  }

  /** True if a text has more than {@code max} characters, counted as code points. */
  static boolean exceeds(String text, int max) {
    return text.length() > max && text.codePointCount(0, text.length()) > max;
  }
}
