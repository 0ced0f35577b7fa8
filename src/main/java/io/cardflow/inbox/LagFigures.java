package io.cardflow.inbox;

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
    long at) {}
