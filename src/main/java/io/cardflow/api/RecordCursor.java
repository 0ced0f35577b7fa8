package io.cardflow.api;

import io.cardflow.ops.kafka.OffsetWindow;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The position in a list of records: the offset below which each partition continues.
 *
 * @param ends by the number of the partition; null for the newest records
 */
record RecordCursor(List<Long> ends) {

  /** The offsets are written with this radix, so that the cursor stays short. */
  private static final int RADIX = 36;

  private static final String SEPARATOR = ".";

  /**
   * Encodes a position.
   *
   * @param next by partition; 0 where nothing is left
   * @param path of the list
   * @return null if nothing is left
   */
  static String encode(SortedMap<Integer, Long> next, String path) {
    if (next.values().stream().allMatch(end -> end == 0)) {
      return null;
    }
    List<String> ends = new ArrayList<>();
    for (int partition = 0; partition <= next.lastKey(); partition++) {
      ends.add(Long.toString(next.getOrDefault(partition, 0L), RADIX));
    }
    return Cursor.encode(path, List.of(String.join(SEPARATOR, ends)));
  }

  /**
   * Decodes a position.
   *
   * @param after null for the newest records
   * @throws ApiException INVALID_CURSOR
   */
  static RecordCursor decode(String after, String path) {
    List<String> keys = Cursor.decode(after, path, 1);
    if (keys == null) {
      return new RecordCursor(null);
    }
    List<Long> ends = new ArrayList<>();
    for (String end : keys.get(0).split("\\.", -1)) {
      ends.add(offset(end));
    }
    return new RecordCursor(ends);
  }

  /**
   * What of the partitions is left. Partitions that were added meanwhile are newer, and left out.
   */
  SortedMap<Integer, OffsetWindow> within(SortedMap<Integer, OffsetWindow> offsets) {
    SortedMap<Integer, OffsetWindow> left = new TreeMap<>();
    offsets.forEach(
        (partition, window) -> {
          long end = ends == null ? window.to() : partition < ends.size() ? ends.get(partition) : 0;
          left.put(
              partition,
              new OffsetWindow(window.from(), Math.max(window.from(), Math.min(window.to(), end))));
        });
    return left;
  }

  private static long offset(String text) {
    try {
      long offset = Long.parseLong(text, RADIX);
      if (offset >= 0) {
        return offset;
      }
    } catch (NumberFormatException notAnOffset) {
      // The same failure.
    }
    throw Cursor.invalid();
  }
}
