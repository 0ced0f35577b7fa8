package io.cardflow.inbox;

import io.cardflow.wire.RecordLimits;
import java.nio.ByteBuffer;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.serialization.Deserializer;

/**
 * How many bytes of keys, values and headers a lane reads for one unit of work. Kafka's consumer
 * bounds what it fetches as it is compressed, and how many records a poll returns; neither bounds
 * what they take of the heap. Used by the lane's thread alone: the consumer deserializes within a
 * poll.
 *
 * <p>A header that nobody has read keeps the whole unpacked record in memory. All are read here,
 * also those of records that are not kept.
 */
final class ReadBudget {

  /** Many times the usual size of a unit of work, and a small part of a small heap. */
  static final int BYTES = 4 * 1024 * 1024;

  /** Stands for a key that did not fit any more. */
  static final byte[] UNREAD_KEY = {};

  private final int bytes;
  private int left;

  /** The headers of the record at hand: its key and its value come with the same ones. */
  private Headers counted;

  private boolean fits;

  ReadBudget() {
    this(BYTES);
  }

  ReadBudget(int bytes) {
    this.bytes = bytes;
    this.left = bytes;
  }

  /** Begins the next unit of work. */
  void renew() {
    left = bytes;
    counted = null;
  }

  /**
   * Keeps keys up to the limit of a value, and one byte more of longer ones, to tell them apart.
   */
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

  /** Keeps values up to the limit; of a larger one only how large it is. */
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

  /** Whether a record is kept: until the budget is used up, and always a unit's first one. */
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
