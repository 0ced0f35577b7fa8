package io.cardflow.wire;

import io.cardflow.json.StrictJson;
import java.util.List;

/** Size limits of a record, checked before it is parsed. */
public final class RecordLimits {

  /** The maximum size of the value in bytes. */
  public static final int MAX_VALUE = StrictJson.MAX_TEXT;

  /**
   * The maximum size of the key in bytes: many times the size of a card id, and small enough to
   * keep.
   */
  public static final int MAX_KEY = 1024;

  /** The maximum number of headers. */
  public static final int MAX_HEADERS = 100;

  /** The sum of bytes of all header values and characters of all header names. */
  public static final int MAX_HEADER_BYTES = 32 * 1024;

  private RecordLimits() {}

  /**
   * @param valueBytes the size of the value, even if it was not kept
   */
  static void check(byte[] key, List<Header> headers, int valueBytes) throws Malformation {
    if (valueBytes > MAX_VALUE) {
      throw tooLarge("the value has " + valueBytes + " bytes; the limit is " + MAX_VALUE);
    }
    if (key != null && key.length > MAX_KEY) {
      throw tooLarge("the key has " + key.length + " bytes; the limit is " + MAX_KEY);
    }
    if (headers.size() > MAX_HEADERS) {
      throw tooLarge("there are " + headers.size() + " headers; the limit is " + MAX_HEADERS);
    }
    long bytes = bytes(headers);
    if (bytes > MAX_HEADER_BYTES) {
      throw tooLarge("the headers have " + bytes + " bytes; the limit is " + MAX_HEADER_BYTES);
    }
  }

  /** The sum of bytes of all header values and characters of all header names. */
  static long bytes(List<Header> headers) {
    long bytes = 0;
    for (Header header : headers) {
      bytes += header.name().length() + (header.value() == null ? 0 : header.value().length);
    }
    return bytes;
  }

  private static Malformation tooLarge(String cause) {
    return new Malformation(DeadLetterReason.TOO_LARGE, cause);
  }
}
