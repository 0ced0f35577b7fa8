package io.cardflow.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cardflow.ops.kafka.OffsetWindow;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A cursor has the offset below which each partition continues, and belongs to its list. */
class RecordCursorTest {

  private static final String PATH = "/api/rejections";

  @Test
  void theOffsetsOfAllPartitionsAreKept() {
    String cursor = RecordCursor.encode(next(Map.of(0, 17L, 1, 0L, 2, Long.MAX_VALUE)), PATH);

    assertEquals(List.of(17L, 0L, Long.MAX_VALUE), RecordCursor.decode(cursor, PATH).ends());
  }

  @Test
  void theEndOfAListHasNoCursor() {
    assertNull(RecordCursor.encode(next(Map.of(0, 0L, 1, 0L)), PATH));
  }

  @Test
  void twoHundredPartitionsFit() {
    SortedMap<Integer, Long> next = new TreeMap<>();
    for (int partition = 0; partition < 200; partition++) {
      next.put(partition, 2_000_000_000L);
    }
    String cursor = RecordCursor.encode(next, PATH);

    assertEquals(200, RecordCursor.decode(cursor, PATH).ends().size(), cursor.length() + " long");
  }

  @Test
  void theCursorOfAnotherListIsRejected() {
    String cursor = RecordCursor.encode(next(Map.of(0, 17L)), "/api/dead-letters");

    assertInvalid(cursor);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "_", "1.", "-1", "1.zzzzzzzzzzzzzz", " 1", "1,2"})
  void whatIsNoOffsetIsRejected(String ends) {
    assertInvalid(Cursor.encode(PATH, List.of(ends)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "?", "WyJ4Il0", "not a cursor"})
  void whatIsNoCursorIsRejected(String cursor) {
    assertInvalid(cursor);
  }

  @Test
  void withoutACursorEverythingIsLeft() {
    SortedMap<Integer, OffsetWindow> offsets = new TreeMap<>(Map.of(0, new OffsetWindow(3, 9)));

    assertEquals(offsets, RecordCursor.decode(null, PATH).within(offsets));
  }

  @Test
  void aCursorIsLimitedToTheOffsetsThatExist() {
    SortedMap<Integer, OffsetWindow> offsets = new TreeMap<>();
    for (int partition = 0; partition < 5; partition++) {
      offsets.put(partition, new OffsetWindow(10, 20));
    }

    Map<Integer, OffsetWindow> left = new RecordCursor(List.of(15L, 0L, 99L, 5L)).within(offsets);

    assertEquals(new OffsetWindow(10, 15), left.get(0));
    assertTrue(left.get(1).isEmpty(), "it was read to its beginning");
    assertEquals(new OffsetWindow(10, 20), left.get(2), "the topic was created again");
    assertTrue(left.get(3).isEmpty(), "retention has removed the rest");
    assertTrue(left.get(4).isEmpty(), "it was added meanwhile");
  }

  private static void assertInvalid(String cursor) {
    ApiException invalid =
        assertThrows(ApiException.class, () -> RecordCursor.decode(cursor, PATH));
    assertEquals(ProblemCode.INVALID_CURSOR, invalid.code());
  }

  private static SortedMap<Integer, Long> next(Map<Integer, Long> next) {
    return new TreeMap<>(next);
  }
}
