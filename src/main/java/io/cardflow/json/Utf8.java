package io.cardflow.json;

/**
 * Strict UTF-8 (RFC 3629): no overlong form, no surrogate, nothing above U+10FFFF. The JSON parser
 * would accept some of these.
 */
public final class Utf8 {

  private Utf8() {}

  /** Returns the position of the first invalid byte, or -1 if there is none. */
  public static int firstFault(byte[] bytes) {
    int i = 0;
    while (i < bytes.length) {
      int b = bytes[i];
      if (b >= 0) {
        i++;
        continue;
      }
      int length = sequenceLength(bytes, i);
      if (length == 0) {
        return i;
      }
      i += length;
    }
    return -1;
  }

  /** Returns the length of the multi-byte sequence that starts here, or 0 if it is invalid. */
  private static int sequenceLength(byte[] bytes, int i) {
    int lead = bytes[i] & 0xff;
    if (lead >= 0xc2 && lead <= 0xdf) {
      return continues(bytes, i + 1, 0x80, 0xbf) ? 2 : 0;
    }
    if (lead >= 0xe0 && lead <= 0xef) {
      int low = lead == 0xe0 ? 0xa0 : 0x80;
      int high = lead == 0xed ? 0x9f : 0xbf;
      return continues(bytes, i + 1, low, high) && continues(bytes, i + 2, 0x80, 0xbf) ? 3 : 0;
    }
    if (lead >= 0xf0 && lead <= 0xf4) {
      int low = lead == 0xf0 ? 0x90 : 0x80;
      int high = lead == 0xf4 ? 0x8f : 0xbf;
      return continues(bytes, i + 1, low, high)
              && continues(bytes, i + 2, 0x80, 0xbf)
              && continues(bytes, i + 3, 0x80, 0xbf)
          ? 4
          : 0;
    }
    return 0;
  }

  private static boolean continues(byte[] bytes, int i, int low, int high) {
    return i < bytes.length && (bytes[i] & 0xff) >= low && (bytes[i] & 0xff) <= high;
  }
}
