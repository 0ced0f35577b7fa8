package io.cardflow.wire;

/**
 * The id of a card: 1 to 64 characters of {@code A-Z a-z 0-9 . _ : -}, starting with a letter or
 * digit.
 */
public final class CardId {

  static final int MAX_LENGTH = 64;

  private CardId() {}

  /** Returns whether a text is the id of a card, as it is spelt. */
  public static boolean isValid(String id) {
    if (id.isEmpty() || id.length() > MAX_LENGTH || !isLetterOrDigit(id.charAt(0))) {
      return false;
    }
    for (int i = 1; i < id.length(); i++) {
      char c = id.charAt(i);
      if (!isLetterOrDigit(c) && c != '.' && c != '_' && c != ':' && c != '-') {
        return false;
      }
    }
    return true;
  }

  /** Returns whether a record's key equals this card id, byte for byte. */
  static boolean isKey(byte[] key, String id) {
    if (key == null || key.length != id.length()) {
      return false;
    }
    for (int i = 0; i < key.length; i++) {
      if (key[i] != id.charAt(i)) {
        return false;
      }
    }
    return true;
  }

  private static boolean isLetterOrDigit(char c) {
    return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
  }
}
