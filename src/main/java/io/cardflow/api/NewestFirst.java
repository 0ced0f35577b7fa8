package io.cardflow.api;

import io.cardflow.ops.kafka.OffsetWindow;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Merges the partitions of a topic, the newest records first. It reads each partition backwards in
 * windows, which grow where few records are found.
 *
 * <p>Records of one partition are never reordered, even if their times are. The merge ends early if
 * a window is not read, because the time is over; the partitions whose next record is unknown are
 * then reported.
 */
final class NewestFirst<T> {

  /** A window's largest size in offsets; it is reached only where most are without a record. */
  private static final long LARGEST = 16 * 1024;

  private static final long SMALLEST = 8;

  /** The topic. */
  interface Source<T> {

    /**
     * Reads windows.
     *
     * @param most the number of records to keep of each window: the last ones
     * @return in the order of their offsets, by partition; nothing for a partition whose window was
     *     not read to its end
     */
    Map<Integer, List<Found<T>>> read(Map<Integer, OffsetWindow> windows, int most);
  }

  /**
   * A record.
   *
   * @param time in milliseconds since 1970
   */
  record Found<T>(int partition, long offset, long time, T item) {}

  /**
   * The newest records.
   *
   * @param next the offset below which each partition continues; 0 where nothing is left
   * @param unread the partitions whose next record is unknown; empty if the time sufficed
   */
  record Result<T>(List<T> items, SortedMap<Integer, Long> next, List<Integer> unread) {}

  private static final Comparator<Found<?>> NEWEST =
      Comparator.<Found<?>>comparingLong(Found::time)
          .thenComparingInt(Found::partition)
          .thenComparingLong(Found::offset);

  private final Source<T> source;
  private final int limit;
  private final SortedMap<Integer, Part<T>> parts = new TreeMap<>();

  /**
   * @param offsets the windows to merge, by partition
   * @param limit the maximum number of records, 1 or more
   */
  NewestFirst(Source<T> source, SortedMap<Integer, OffsetWindow> offsets, int limit) {
    this.source = source;
    this.limit = limit;
    long step = Math.max(SMALLEST, 2L * limit / Math.max(1, offsets.size()));
    offsets.forEach((partition, window) -> parts.put(partition, new Part<>(window, step)));
  }

  Result<T> read() {
    List<T> items = new ArrayList<>(limit);
    boolean inTime = true;
    while (items.size() < limit) {
      inTime = inTime && fill(limit - items.size());
      Part<T> newest = newest();
      if (newest == null) {
        break;
      }
      items.add(newest.found.removeLast().item());
    }
    SortedMap<Integer, Long> next = new TreeMap<>();
    parts.forEach((partition, part) -> next.put(partition, part.next()));
    List<Integer> unread =
        inTime
            ? List.of()
            : parts.keySet().stream().filter(each -> parts.get(each).isUnknown()).toList();
    return new Result<>(items, next, unread);
  }

  /** Reads until the next record of each partition is known; false if the time is over. */
  private boolean fill(int most) {
    while (true) {
      Map<Integer, OffsetWindow> windows = new TreeMap<>();
      parts.forEach(
          (partition, part) -> {
            if (part.isUnknown()) {
              windows.put(partition, part.window());
            }
          });
      if (windows.isEmpty()) {
        return true;
      }
      Map<Integer, List<Found<T>>> read = source.read(windows, most);
      read.forEach((partition, found) -> parts.get(partition).add(found, most));
      if (!read.keySet().containsAll(windows.keySet())) {
        return false;
      }
    }
  }

  private Part<T> newest() {
    Part<T> newest = null;
    for (Part<T> each : parts.values()) {
      if (!each.found.isEmpty()
          && (newest == null || NEWEST.compare(each.found.getLast(), newest.found.getLast()) > 0)) {
        newest = each;
      }
    }
    return newest;
  }

  /** A partition: the offsets that are not read, and the records that are not returned. */
  private static final class Part<T> {

    private final Deque<Found<T>> found = new ArrayDeque<>();
    private final long from;
    private long to;
    private long step;

    Part(OffsetWindow offsets, long step) {
      this.from = offsets.from();
      this.to = offsets.to();
      this.step = step;
    }

    boolean isUnknown() {
      return found.isEmpty() && from < to;
    }

    OffsetWindow window() {
      return new OffsetWindow(Math.max(from, to - step), to);
    }

    void add(List<Found<T>> read, int most) {
      // If records were left out, the next window ends where the kept ones begin.
      to = read.size() < most ? window().from() : read.get(0).offset();
      step = Math.min(LARGEST, step * (read.isEmpty() ? 4 : 2));
      found.addAll(read);
    }

    long next() {
      if (!found.isEmpty()) {
        return found.getLast().offset() + 1;
      }
      return from < to ? to : 0;
    }
  }
}
