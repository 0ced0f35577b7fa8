package io.cardflow.wire;

/**
 * The {@code traceparent} of W3C Trace Context, which is dropped, not rejected, if it is invalid.
 */
final class TraceParent {

  static final int LENGTH = 55;

  private TraceParent() {}

  /**
   * Returns the trace context to pass on.
   *
   * @return null if the text is invalid. Of a later version, the parts known from version 00 are
   *     used, as W3C requires
   */
  static String accept(String text) {
    if (text.length() < LENGTH
        || text.charAt(2) != '-'
        || text.charAt(35) != '-'
        || text.charAt(52) != '-'
        || !isHex(text, 0, 2)
        || !isId(text, 3, 35)
        || !isId(text, 36, 52)
        || !isHex(text, 53, LENGTH)) {
      return null;
    }
    if (text.startsWith("00")) {
      return text.length() == LENGTH ? text : null;
    }
    if (text.startsWith("ff") || (text.length() > LENGTH && text.charAt(LENGTH) != '-')) {
      return null;
    }
    return "00" + text.substring(2, LENGTH);
  }

  private static boolean isId(String text, int from, int to) {
    if (!isHex(text, from, to)) {
      return false;
    }
    for (int i = from; i < to; i++) {
      if (text.charAt(i) != '0') {
        return true;
      }
    }
    return false;
  }

  private static boolean isHex(String text, int from, int to) {
    for (int i = from; i < to; i++) {
      char c = text.charAt(i);
      if ((c < '0' || c > '9') && (c < 'a' || c > 'f')) {
        return false;
      }
    }
    return true;
  }
}
