package io.cardflow.ops.kafka;

import java.nio.ByteBuffer;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.serialization.Deserializer;

/**
 * The value of a record that was read.
 *
 * @param size in bytes, even if the value is not kept
 * @param bytes null if the value is larger than the reader keeps
 */
public record KeptValue(int size, byte[] bytes) {

  /**
   * Keeps values up to a size, and copies no larger one.
   *
   * @param most in bytes
   */
  record Reader(int most) implements Deserializer<KeptValue> {

    @Override
    public KeptValue deserialize(String topic, byte[] data) {
      return data == null ? null : new KeptValue(data.length, data.length <= most ? data : null);
    }

    @Override
    public KeptValue deserialize(String topic, Headers headers, ByteBuffer data) {
      if (data == null || data.remaining() > most) {
        return data == null ? null : new KeptValue(data.remaining(), null);
      }
      byte[] bytes = new byte[data.remaining()];
      data.get(bytes);
      return new KeptValue(bytes.length, bytes);
    }
  }
}
