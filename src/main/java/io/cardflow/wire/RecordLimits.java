package io.cardflow.wire;

import java.util.List;

/** How large a record may be; looked at before anything in it is read. */
public final class RecordLimits {

  /** Bytes of a record's value. */
  public static final int MAX_VALUE = 64 * 1024;

  /** Number of headers. */
  static final int MAX_HEADERS = 100;

  /** Bytes of all header values and characters of all header names together. */
  static final int MAX_HEADER_BYTES = 32 * 1024;

  private RecordLimits() {}

  static void check(List<Header> headers, byte[] value) throws Malformation {
    if (value != null && value.length > MAX_VALUE) {
      throw tooLarge("the value has " + value.length + " bytes; the limit is " + MAX_VALUE);
    }
    if (headers.size() > MAX_HEADERS) {
      throw tooLarge("there are " + headers.size() + " headers; the limit is " + MAX_HEADERS);
    }
    long bytes = 0;
    for (Header header : headers) {
      bytes += header.name().length() + (header.value() == null ? 0 : header.value().length);
    }
    if (bytes > MAX_HEADER_BYTES) {
      throw tooLarge("the headers have " + bytes + " bytes; the limit is " + MAX_HEADER_BYTES);
    }
  }

  private static Malformation tooLarge(String cause) {
    return new Malformation(DeadLetterReason.TOO_LARGE, cause);
  }
}
