package io.cardflow.inbox;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cardflow.wire.Header;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;
import org.apache.kafka.common.compress.Compression;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.apache.kafka.common.record.MemoryRecords;
import org.apache.kafka.common.record.SimpleRecord;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** A record's size equals that of Kafka's own client. */
class RecordSizeTest {

  static Stream<Arguments> records() {
    Header empty = new Header("", null);
    Header usual = new Header("ce_id", "m-1".getBytes(UTF_8));
    Header wide = new Header("ü😀", new byte[8_192]);
    return Stream.of(
        Arguments.of(null, null, List.of()),
        Arguments.of(new byte[0], new byte[0], List.of(empty)),
        Arguments.of(new byte[63], new byte[64], List.of(usual, wide)),
        Arguments.of(new byte[64], new byte[8_191], List.of(usual)),
        Arguments.of(new byte[1_000], new byte[1_048_576], Collections.nCopies(50_000, empty)));
  }

  @ParameterizedTest
  @MethodSource("records")
  void theSizeEqualsThatOfABatchOfOne(byte[] key, byte[] value, List<Header> headers) {
    MemoryRecords batch =
        MemoryRecords.withRecords(
            Compression.NONE,
            new SimpleRecord(
                0L,
                key,
                value,
                headers.stream()
                    .map(each -> new RecordHeader(each.name(), each.value()))
                    .toArray(RecordHeader[]::new)));
    assertEquals(batch.sizeInBytes(), RecordSize.of(key, value, headers));
  }

  @ParameterizedTest
  @MethodSource("limits")
  void noRecordWithinTheLimitsIsLargerThanTheLargest(List<Header> headers) {
    int size = RecordSize.of(new byte[1_024], new byte[65_536], headers);
    assertTrue(size <= RecordSize.largest(0), size + " of " + RecordSize.largest(0));
  }

  static Stream<List<Header>> limits() {
    return Stream.of(
        Collections.nCopies(100, new Header("x".repeat(100), new byte[227])),
        List.of(new Header("x", new byte[32_767])));
  }
}
