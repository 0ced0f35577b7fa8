package io.cardflow.inbox;

import java.util.Map;
import java.util.SortedMap;
import org.apache.kafka.common.TopicPartition;

/**
 * What one look at the cluster has shown.
 *
 * @param offsets how far each inbound partition is
 * @param unread the oldest unread record of each partition that has one
 * @param blocked the partitions that an open transaction blocks
 * @param at when that was, on the clock's monotonic time
 */
record LagFigures(
    Map<TopicPartition, Offsets> offsets,
    Map<TopicPartition, Unread> unread,
    SortedMap<TopicPartition, Blocked> blocked,
    long at) {}
