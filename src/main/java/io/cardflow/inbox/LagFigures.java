package io.cardflow.inbox;

import io.micrometer.core.instrument.Clock;
import java.util.Comparator;
import java.util.Map;
import java.util.SortedMap;
import org.apache.kafka.common.TopicPartition;

/**
 * The result of one lag measurement.
 *
 * @param offsets the offsets of each inbound partition
 * @param unread the oldest unread record of each partition that has one
 * @param blocked the partitions that an open transaction blocks
 * @param at when it was measured, on the clock's monotonic time
 */
record LagFigures(
    Map<TopicPartition, Offsets> offsets,
    Map<TopicPartition, Unread> unread,
    SortedMap<TopicPartition, Blocked> blocked,
    long at) {

  /** The number of unconsumed records of all partitions. */
  long lag() {
    return offsets.values().stream().mapToLong(Offsets::lag).sum();
  }

  /** The age of the oldest of them; null if there is none. */
  Double oldestSeconds(Clock clock) {
    return unread.values().stream()
        .map(each -> each.ageSeconds(clock))
        .max(Comparator.naturalOrder())
        .orElse(null);
  }
}
