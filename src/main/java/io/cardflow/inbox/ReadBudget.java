package io.cardflow.inbox;

import io.cardflow.wire.RecordLimits;
import java.nio.ByteBuffer;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.serialization.Deserializer;

/**
 * Limits the bytes of keys and values that a lane reads for one unit of work. Kafka's consumer
 * limits compressed bytes per fetch and records per poll, and neither bounds their use of the heap.
 * Used by the lane's thread only: the consumer deserializes within a poll.
 */
final class ReadBudget {

  /** Many times the usual size of a unit of work, yet a small part of a small heap. */
  static final int BYTES = 4 * 1024 * 1024;

  /** Placeholder for a key that exceeded the budget. */
  static final byte[] UNREAD_KEY = {};

  private final int bytes;
  private int left;

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
  }

  /** Keeps keys up to the limit of a value, and one byte more of longer ones, to recognize them. */
  Deserializer<byte[]> keys() {
    return new Deserializer<>() {
      @Override
      public byte[] deserialize(String topic, byte[] key) {
        return key == null ? null : deserialize(topic, null, ByteBuffer.wrap(key));
      }

      @Override
      public byte[] deserialize(String topic, Headers headers, ByteBuffer key) {
        return left <= 0
            ? UNREAD_KEY
            : read(key, Math.min(key.remaining(), RecordLimits.MAX_VALUE + 1));
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
        if (left <= 0) {
          return InboundValue.UNREAD;
        }
        return size > RecordLimits.MAX_VALUE
            ? new InboundValue(null, size)
            : new InboundValue(read(value, size), size);
      }
    };
  }

  private byte[] read(ByteBuffer from, int length) {
    byte[] kept = new byte[length];
    from.get(kept);
    left -= length;
    return kept;
  }
}
