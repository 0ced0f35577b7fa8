package io.cardflow.inbox;

import io.micrometer.core.instrument.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalLong;
import org.apache.kafka.common.TopicPartition;

/**
 * Finds the oldest unread record of each partition. A record is read once: a new one is read only
 * after the group's offset has moved.
 */
final class OldestUnread {

  private static final Duration LIMIT = Duration.ofSeconds(5);

  private final Clock clock;
  private Map<TopicPartition, Unread> known = Map.of();

  OldestUnread(Clock clock) {
    this.clock = clock;
  }

  /**
   * Checks all partitions, for little longer than five seconds. The age of a record that is not
   * read in time counts from when it was first seen, until the next call.
   *
   * @return the oldest unread record of each partition that has one
   */
  Map<TopicPartition, Unread> find(Map<TopicPartition, Offsets> offsets, UnreadReader reader) {
    long until = System.nanoTime() + LIMIT.toNanos();
    Map<TopicPartition, Unread> found = new HashMap<>();
    offsets.forEach(
        (partition, each) -> {
          if (each.lag() > 0) {
            Unread before = before(partition, each);
            if (before.written() == Unread.UNKNOWN && System.nanoTime() < until) {
              OptionalLong written = reader.firstWritten(partition, each.unread(), each.end());
              written.ifPresent(
                  time -> found.put(partition, new Unread(each.unread(), time, before.seen())));
            } else {
              found.put(partition, before);
            }
          }
        });
    known = Map.copyOf(found);
    return known;
  }

  private Unread before(TopicPartition partition, Offsets offsets) {
    Unread before = known.get(partition);
    return before != null && before.offset() == offsets.unread()
        ? before
        : new Unread(offsets.unread(), Unread.UNKNOWN, clock.monotonicTime());
  }
}
