package io.cardflow.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class Rfc3339Test {

  @ParameterizedTest
  @CsvSource({
    "2026-11-22T10:15:30Z,2026-11-22T10:15:30Z",
    "2026-11-22t10:15:30z,2026-11-22T10:15:30Z",
    "2026-11-22T10:15:30.1Z,2026-11-22T10:15:30.100Z",
    "2026-11-22T10:15:30.1239999999999999Z,2026-11-22T10:15:30.123Z",
    "2026-11-22T10:15:30+14:00,2026-11-21T20:15:30Z",
    "2026-11-22T10:15:30.5-00:30,2026-11-22T10:45:30.500Z",
    "2026-11-22T10:15:30-00:00,2026-11-22T10:15:30Z",
    "2024-02-29T00:00:00Z,2024-02-29T00:00:00Z",
    "2016-12-31T23:59:60Z,2016-12-31T23:59:59.999Z",
    "2017-01-01T00:59:60.5+01:00,2016-12-31T23:59:59.999Z",
    "1969-12-31T23:59:59.9999Z,1969-12-31T23:59:59.999Z",
    "0001-01-01T00:00:00Z,0001-01-01T00:00:00Z",
    "9999-12-31T23:59:59.9999Z,9999-12-31T23:59:59.999Z"
  })
  void aDateTimeIsParsedToTheMillisecond(String text, String expected) {
    assertEquals(Instant.parse(expected), Rfc3339.parse(text));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "2026-11-22",
        "2026-11-22T10:15:30",
        "2026-11-22T10:15Z",
        "2026-11-22 10:15:30Z",
        "2026-11-22T10:15:30.Z",
        "2026-11-22T10:15:30,5Z",
        "2026-11-22T10:15:30+0100",
        "2026-11-22T10:15:30+01",
        "2026-11-22T10:15:30+24:00",
        "2026-11-22T10:15:30+01:60",
        "2026-11-22T10:15:30+1a:00",
        "2026-11-22T10:15:30ZZ",
        "2026-11-22T10:15:30Z[UTC]",
        " 2026-11-22T10:15:30Z",
        "2026-11-22T24:00:00Z",
        "2026-11-22T10:60:00Z",
        "2026-11-22T10:15:61Z",
        "2026-11-22T10:15:60Z",
        "2026-00-22T10:15:30Z",
        "2026-13-22T10:15:30Z",
        "2026-11-00T10:15:30Z",
        "2026-11-31T10:15:30Z",
        "2026-02-29T10:15:30Z",
        "1900-02-29T10:15:30Z",
        "+2026-11-22T10:15:30Z",
        "-026-11-22T10:15:30Z",
        "12026-11-22T10:15:30Z",
        "0000-01-01T00:00:00Z",
        "0001-01-01T00:00:00+00:01",
        "9999-12-31T23:59:59-00:01",
        "٢٠٢٦-11-22T10:15:30Z",
        "2026-11-22T10:15:30.000000000000000000000000000000000000000000000Z"
      })
  void anyOtherTextIsRejected(String text) {
    assertNull(Rfc3339.parse(text));
  }

  @Property
  void aFormattedTimeIsParsedUnchanged(
      @ForAll @LongRange(min = -62135596800000L, max = 253402300799999L) long millis,
      @ForAll @IntRange(max = 999_999) int nanos) {
    Instant time = Instant.ofEpochMilli(millis);
    assertEquals(time, Rfc3339.parse(Rfc3339.print(time)));
    assertEquals(24, Rfc3339.print(time).length());
    assertEquals(Rfc3339.print(time), Rfc3339.print(time.plusNanos(nanos)));
  }

  @Property
  void aTimeIsParsedAsInJava(
      @ForAll @LongRange(min = -62000000000L, max = 253000000000L) long second,
      @ForAll @IntRange(max = 999_999_999) int nanos,
      @ForAll @IntRange(min = -18 * 60 + 1, max = 18 * 60 - 1) int offset) {
    OffsetDateTime time =
        Instant.ofEpochSecond(second, nanos).atOffset(ZoneOffset.ofTotalSeconds(offset * 60));
    String text = time.toString();
    if (text.matches(".*T\\d\\d:\\d\\d:\\d\\d.*")) {
      assertEquals(time.toInstant().truncatedTo(ChronoUnit.MILLIS), Rfc3339.parse(text));
    }
  }
}
