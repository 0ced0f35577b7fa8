package io.cardflow.inbox;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;

import java.nio.ByteBuffer;
import java.util.List;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.Deserializer;
import org.junit.jupiter.api.Test;

/**
 * Keys, values and headers are counted; a record that does not fit is not kept, nor is its
 * underlying buffer.
 */
class ReadBudgetTest {

  private final ReadBudget budget = new ReadBudget(100);
  private final Deserializer<byte[]> keys = budget.keys();
  private final Deserializer<InboundValue> values = budget.values();

  @Test
  void recordsAreReadUntilTheirSumIsReached() {
    for (int record = 0; record < 4; record++) {
      assertNotSame(InboundValue.UNREAD, read(10, 10, header(10)));
    }
    assertSame(InboundValue.UNREAD, read(10, 10, header(10)), "four have 31 bytes each");

    budget.renew();
    assertNotSame(InboundValue.UNREAD, read(10, 10, header(10)));
  }

  @Test
  void theFirstRecordIsReadHoweverLargeItsHeadersAre() {
    assertEquals(10, read(10, 10, header(1_000)).size());
    assertSame(InboundValue.UNREAD, read(10, 10, header(10)));
  }

  /** A header keeps the buffer of the whole unpacked record until its value is read. */
  @Test
  void theHeadersOfEveryRecordReleaseTheirBuffer() {
    for (int record = 0; record < 10; record++) {
      boolean[] released = new boolean[1];
      read(10, 10, watched(released));
      assertEquals(true, released[0], "record " + record);
    }
  }

  private InboundValue read(int keyBytes, int valueBytes, RecordHeader header) {
    Headers headers = new RecordHeaders(List.of(header));
    keys.deserialize("topic", headers, ByteBuffer.allocate(keyBytes));
    return values.deserialize("topic", headers, ByteBuffer.allocate(valueBytes));
  }

  private static RecordHeader header(int bytes) {
    return new RecordHeader("n", new byte[bytes]);
  }

  private static RecordHeader watched(boolean[] released) {
    ByteBuffer buffer = ByteBuffer.wrap("n".getBytes(UTF_8));
    return new RecordHeader(buffer, ByteBuffer.allocate(10)) {
      @Override
      public byte[] value() {
        released[0] = true;
        return super.value();
      }
    };
  }
}
