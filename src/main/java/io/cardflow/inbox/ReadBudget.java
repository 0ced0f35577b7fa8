package io.cardflow.inbox;

import io.cardflow.wire.RecordLimits;
import java.nio.ByteBuffer;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.serialization.Deserializer;

/**
 * Limits the bytes of keys, values and headers that a lane reads for one unit of work. Kafka's
 * consumer limits compressed bytes per fetch and records per poll, and neither bounds their use of
 * the heap. Used by the lane's thread only: the consumer deserializes within a poll.
 *
 * <p>A header keeps its whole uncompressed record in memory until it is read. All headers are read
 * here, including those of records that are not kept.
 */
final class ReadBudget {

  /** Many times the usual size of a unit of work, yet a small part of a small heap. */
  static final int BYTES = 4 * 1024 * 1024;

  /** Placeholder for a key that exceeded the budget. */
  static final byte[] UNREAD_KEY = {};

  private final int bytes;
  private int left;

  /** The headers of the current record, which its key and its value are passed with. */
  private Headers counted;

  private boolean fits;

  ReadBudget() {
    this(BYTES);
  }

  ReadBudget(int bytes) {
    this.bytes = bytes;
    this.left = bytes;
  }

  /** Starts the next unit of work. */
  void renew() {
    left = bytes;
    counted = null;
  }

  /** Keeps keys up to the limit of a value, and one byte more of longer ones, to recognise them. */
  Deserializer<byte[]> keys() {
    return new Deserializer<>() {
      @Override
      public byte[] deserialize(String topic, byte[] key) {
        return key == null ? null : deserialize(topic, null, ByteBuffer.wrap(key));
      }

      @Override
      public byte[] deserialize(String topic, Headers headers, ByteBuffer key) {
        return fits(headers)
            ? read(key, Math.min(key.remaining(), RecordLimits.MAX_VALUE + 1))
            : UNREAD_KEY;
      }
    };
  }

  /** Keeps values up to the limit, and only the size of larger ones. */
  Deserializer<InboundValue> values() {
    return new Deserializer<>() {
      @Override
      public InboundValue deserialize(String topic, byte[] value) {
        return value == null ? null : deserialize(topic, null, ByteBuffer.wrap(value));
      }

      @Override
      public InboundValue deserialize(String topic, Headers headers, ByteBuffer value) {
        int size = value.remaining();
        if (!fits(headers)) {
          return InboundValue.UNREAD;
        }
        return size > RecordLimits.MAX_VALUE
            ? new InboundValue(null, size)
            : new InboundValue(read(value, size), size);
      }
    };
  }

  /** Whether a record is kept: until the budget is used up, and always the first one of a unit. */
  private boolean fits(Headers headers) {
    if (headers == null || headers != counted) {
      counted = headers;
      fits = left > 0;
      if (headers != null) {
        for (Header header : headers) {
          byte[] value = header.value();
          left -= header.key().length() + (value == null ? 0 : value.length);
        }
      }
    }
    return fits;
  }

  private byte[] read(ByteBuffer from, int length) {
    byte[] kept = new byte[length];
    from.get(kept);
    left -= length;
    return kept;
  }
}
