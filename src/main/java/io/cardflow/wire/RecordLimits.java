package io.cardflow.wire;

import java.util.List;

/** How large a record may be; looked at before anything in it is read. */
public final class RecordLimits {

  /** Bytes of a record's value. */
  public static final int MAX_VALUE = 64 * 1024;

  /** Bytes of a record's key: many times a card id, and little enough to be kept. */
  public static final int MAX_KEY = 1024;

  /** Number of headers. */
  public static final int MAX_HEADERS = 100;

  /** Bytes of all header values and characters of all header names together. */
  public static final int MAX_HEADER_BYTES = 32 * 1024;

  private RecordLimits() {}

  /**
   * @param valueBytes how many bytes the value has, also if they were not kept
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

  /** Bytes of all header values and characters of all header names together. */
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
