package io.cardflow.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cardflow.api.NewestFirst.Found;
import io.cardflow.api.NewestFirst.Result;
import io.cardflow.ops.kafka.OffsetWindow;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Random;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Partitions are merged by time, page after page, with gaps and within the time. */
class NewestFirstTest {

  /** A topic: times by offset, by partition. Offsets may be without a record. */
  private static final class Topic implements NewestFirst.Source<String> {

    final SortedMap<Integer, NavigableMap<Long, Long>> times = new TreeMap<>();
    final SortedMap<Integer, OffsetWindow> offsets = new TreeMap<>();
    final Set<Integer> silent = new HashSet<>();
    int reads;
    long scanned;

    Topic partition(int partition, long from, long to) {
      times.put(partition, new TreeMap<>());
      offsets.put(partition, new OffsetWindow(from, to));
      return this;
    }

    Topic record(int partition, long offset, long time) {
      times.get(partition).put(offset, time);
      return this;
    }

    @Override
    public Map<Integer, List<Found<String>>> read(Map<Integer, OffsetWindow> windows, int most) {
      reads++;
      Map<Integer, List<Found<String>>> found = new HashMap<>();
      windows.forEach(
          (partition, window) -> {
            if (!silent.contains(partition)) {
              scanned += window.to() - window.from();
              List<Found<String>> records = new ArrayList<>();
              times
                  .get(partition)
                  .subMap(window.from(), window.to())
                  .forEach(
                      (offset, time) ->
                          records.add(
                              new Found<>(partition, offset, time, partition + "/" + offset)));
              int left = Math.max(0, records.size() - most);
              found.put(partition, new ArrayList<>(records.subList(left, records.size())));
            }
          });
      return found;
    }

    Result<String> newest(int limit) {
      return new NewestFirst<>(this, offsets, limit).read();
    }

    Result<String> after(Result<String> page, int limit) {
      return new NewestFirst<>(this, new RecordCursor(ends(page)).within(offsets), limit).read();
    }

    private static List<Long> ends(Result<String> page) {
      return List.copyOf(page.next().values());
    }
  }

  @Test
  void partitionsAreMergedByTime() {
    Topic topic =
        new Topic()
            .partition(0, 0, 3)
            .partition(1, 0, 2)
            .record(0, 0, 10)
            .record(0, 1, 40)
            .record(0, 2, 50)
            .record(1, 0, 20)
            .record(1, 1, 30);

    Result<String> page = topic.newest(10);

    assertEquals(List.of("0/2", "0/1", "1/1", "1/0", "0/0"), page.items());
    assertEquals(Map.of(0, 0L, 1, 0L), page.next());
    assertEquals(List.of(), page.unread());
  }

  @Test
  void recordsOfAPartitionKeepTheirOrderEvenIfTheirTimesDoNot() {
    Topic topic = new Topic().partition(0, 5, 8).record(0, 5, 30).record(0, 6, 10).record(0, 7, 20);

    assertEquals(List.of("0/7", "0/6", "0/5"), topic.newest(10).items());
  }

  @Test
  void anEmptyTopicHasNoItemsAndNoNextPage() {
    Result<String> page = new Topic().partition(0, 0, 0).partition(1, 7, 7).newest(5);

    assertEquals(List.of(), page.items());
    assertEquals(Map.of(0, 0L, 1, 0L), page.next());
    assertEquals(List.of(), page.unread());
  }

  @Test
  void pagesTogetherHaveEachRecordOnce() {
    Random random = new Random(7);
    for (int round = 0; round < 200; round++) {
      Topic topic = new Topic();
      Map<String, Long> times = new HashMap<>();
      int partitions = 1 + random.nextInt(5);
      for (int partition = 0; partition < partitions; partition++) {
        long from = random.nextInt(1_000);
        long to = from + random.nextInt(300);
        topic.partition(partition, from, to);
        long time = 0;
        for (long offset = from; offset < to; offset++) {
          if (random.nextInt(4) > 0) {
            time += random.nextInt(5);
            topic.record(partition, offset, time);
            times.put(partition + "/" + offset, time);
          }
        }
      }
      List<String> items = new ArrayList<>();
      int limit = 1 + random.nextInt(40);
      Result<String> page = topic.newest(limit);
      while (true) {
        items.addAll(page.items());
        if (page.next().values().stream().allMatch(end -> end == 0)) {
          break;
        }
        assertEquals(limit, page.items().size(), "a page is full if there is a next one");
        page = topic.after(page, limit);
      }
      assertEquals(new HashSet<>(times.keySet()), new HashSet<>(items));
      assertEquals(times.size(), items.size());
      List<Long> sorted = items.stream().map(times::get).toList();
      assertEquals(sorted.stream().sorted(Comparator.reverseOrder()).toList(), sorted);
    }
  }

  @Test
  void aLongGapIsReadInFewSteps() {
    Topic topic = new Topic().partition(0, 0, 200_000).record(0, 0, 1);

    Result<String> page = topic.newest(20);

    assertEquals(List.of("0/0"), page.items());
    assertTrue(topic.reads < 25, topic.reads + " reads");
  }

  @Test
  void aFullTopicIsReadOnlyAsFarAsNeeded() {
    Topic topic = new Topic();
    for (int partition = 0; partition < 8; partition++) {
      topic.partition(partition, 0, 100_000);
      for (long offset = 0; offset < 100_000; offset++) {
        topic.record(partition, offset, offset);
      }
    }

    assertEquals(20, topic.newest(20).items().size());
    assertTrue(topic.scanned <= 8 * 8 * 2, topic.scanned + " offsets read");
  }

  @Test
  void aPartitionThatIsNotReadInTimeIsReportedAndComesWithTheNextPage() {
    Topic topic =
        new Topic()
            .partition(0, 0, 2)
            .partition(1, 0, 1)
            .record(0, 0, 10)
            .record(0, 1, 20)
            .record(1, 0, 90);
    topic.silent.add(1);

    Result<String> page = topic.newest(5);

    assertEquals(List.of("0/1", "0/0"), page.items());
    assertEquals(List.of(1), page.unread());
    assertEquals(Map.of(0, 0L, 1, 1L), page.next());
    topic.silent.clear();
    assertEquals(List.of("1/0"), topic.after(page, 5).items());
  }

  @Test
  void nothingIsLostIfNothingIsReadInTime() {
    Topic topic = new Topic().partition(0, 3, 9).record(0, 4, 1);
    topic.silent.add(0);

    Result<String> page = topic.newest(5);

    assertEquals(List.of(), page.items());
    assertEquals(List.of(0), page.unread());
    assertEquals(Map.of(0, 9L), page.next());
  }

  @Test
  void afterTheTimeIsOverNothingMoreIsRead() {
    Topic topic = new Topic().partition(0, 0, 500).partition(1, 0, 1);
    for (long offset = 0; offset < 500; offset++) {
      topic.record(0, offset, offset);
    }
    topic.silent.add(1);

    Result<String> page = topic.newest(100);

    assertEquals(1, topic.reads);
    assertEquals(100, page.items().size());
    assertEquals(List.of(0, 1), sorted(page.unread()));
  }

  private static List<Integer> sorted(List<Integer> partitions) {
    List<Integer> sorted = new ArrayList<>(partitions);
    Collections.sort(sorted);
    return sorted;
  }
}
