package io.cardflow.domain;

import java.util.Comparator;

/**
 * One partition of an inbound topic. Partitions are locked in their natural order.
 *
 * @param number 0 or more
 */
public record InboundPartition(InboundTopic topic, int number)
    implements Comparable<InboundPartition> {

  private static final Comparator<InboundPartition> ORDER =
      Comparator.comparingInt(InboundPartition::number).thenComparing(InboundPartition::topic);

  @Override
  public int compareTo(InboundPartition other) {
    return ORDER.compare(this, other);
  }
}
