package io.cardflow.inbox;

import io.cardflow.wire.Header;
import io.cardflow.wire.RecordLimits;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * The size in bytes of a record, uncompressed, in its own batch (Kafka's message format 2), which
 * Kafka compares with a topic's {@code max.message.bytes}. Each header adds bytes, even an empty
 * one.
 */
final class RecordSize {

  /** A batch before its first record. */
  private static final int BATCH = 61;

  /** The two length fields of a header. */
  private static final int HEADER = 6;

  /** The fixed part of every record. */
  private static final int OVERHEAD = 21;

  /** Attributes and the deltas of timestamp and offset, which are zero in a batch of one. */
  private static final int RECORD = 3;

  private RecordSize() {}

  static int of(byte[] key, byte[] value, List<Header> headers) {
    long body = RECORD + field(key) + field(value) + varint(headers.size());
    for (Header header : headers) {
      body += text(header.name()) + field(header.value());
    }
    return (int) Math.min(Integer.MAX_VALUE, BATCH + varint(body) + body);
  }

  private static long field(byte[] bytes) {
    return bytes == null ? 1 : varint(bytes.length) + (long) bytes.length;
  }

  private static long text(String text) {
    int length = text.getBytes(StandardCharsets.UTF_8).length;
    return varint(length) + (long) length;
  }

  /**
   * The maximum size of an inbound record within the limits.
   *
   * @param more bytes of headers besides the sender's
   */
  static int largest(int more) {
    int headers = RecordLimits.MAX_HEADER_BYTES + RecordLimits.MAX_HEADERS * HEADER;
    return BATCH + OVERHEAD + RecordLimits.MAX_KEY + RecordLimits.MAX_VALUE + headers + more;
  }

  /** The size in bytes of a non-negative number as a signed variable-length integer. */
  private static int varint(long number) {
    return (63 - Long.numberOfLeadingZeros(number << 1 | 1)) / 7 + 1;
  }
}
