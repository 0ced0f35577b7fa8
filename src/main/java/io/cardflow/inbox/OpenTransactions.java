package io.cardflow.inbox;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalLong;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.LongSupplier;
import org.apache.kafka.common.TopicPartition;
import org.jboss.logging.Logger;

/**
 * Detects partitions whose last stable offset stays unchanged below the high watermark: a producer
 * has left a transaction open, and no record after it is delivered until it ends.
 */
final class OpenTransactions {

  private static final Logger LOG = Logger.getLogger(OpenTransactions.class);

  /** Finds the producer of the transaction that begins at an offset of a partition. */
  interface Producers {
    OptionalLong of(TopicPartition partition, long firstOffset);
  }

  private record Standstill(long stable, long begun, OptionalLong producer, boolean reported) {}

  private final Duration limit;
  private final LongSupplier nanoTime;
  private final Map<TopicPartition, Standstill> standstills = new HashMap<>();

  /**
   * @param limit how long a last stable offset may stay unchanged
   */
  OpenTransactions(Duration limit, LongSupplier nanoTime) {
    this.limit = limit;
    this.nanoTime = nanoTime;
  }

  /** Checks all partitions, and logs when a partition becomes blocked or unblocked. */
  SortedMap<TopicPartition, Blocked> find(
      Map<TopicPartition, Offsets> offsets, Producers producers) {
    SortedMap<TopicPartition, Blocked> blocked = new TreeMap<>(PartitionTakeover.BY_NAME);
    offsets.forEach(
        (partition, now) -> {
          Standstill before = standstills.get(partition);
          boolean same = before != null && before.stable() == now.stable() && now.isHeldBack();
          if (before != null && before.reported() && !same) {
            LOG.infof(
                "partition unblocked topic=%s partition=%d",
                partition.topic(), partition.partition());
          }
          if (!now.isHeldBack()) {
            standstills.remove(partition);
            return;
          }
          Standstill current = same ? before : begin(now);
          Duration since = Duration.ofNanos(nanoTime.getAsLong() - current.begun());
          if (since.compareTo(limit) >= 0) {
            current = identify(partition, now, current, producers);
            blocked.put(partition, new Blocked(now.stable(), now.end(), since, current.producer()));
          }
          standstills.put(partition, current);
        });
    return blocked;
  }

  /** Restarts the count, since the offsets until the next measurement are unknown. */
  void unknown() {
    standstills.values().removeIf(each -> !each.reported());
  }

  private Standstill begin(Offsets now) {
    return new Standstill(now.stable(), nanoTime.getAsLong(), OptionalLong.empty(), false);
  }

  private static Standstill identify(
      TopicPartition partition, Offsets now, Standstill standstill, Producers producers) {
    OptionalLong producer =
        standstill.producer().isPresent()
            ? standstill.producer()
            : producers.of(partition, now.stable());
    if (!standstill.reported()) {
      LOG.warnf(
          "partition blocked by an open transaction topic=%s partition=%d last_stable_offset=%d"
              + " high_watermark=%d producer_id=%s",
          partition.topic(),
          partition.partition(),
          now.stable(),
          now.end(),
          producer.isPresent() ? Long.toString(producer.getAsLong()) : "unknown");
    }
    return new Standstill(standstill.stable(), standstill.begun(), producer, true);
  }
}
