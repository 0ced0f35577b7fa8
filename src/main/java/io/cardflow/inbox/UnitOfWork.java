package io.cardflow.inbox;

import io.cardflow.domain.InboundPartition;
import io.cardflow.store.BatchTooLarge;
import io.cardflow.store.DataRefused;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.jboss.logging.Logger;

/**
 * Decides a batch, commits it to PostgreSQL, and publishes it in one Kafka transaction. A batch
 * that PostgreSQL rejects or Cardflow itself fails on is halved until the failing record is alone;
 * it becomes a dead letter.
 */
final class UnitOfWork {

  private static final Logger LOG = Logger.getLogger(UnitOfWork.class);

  private final int lane;
  private final LaneParts parts;
  private final TransactionalPublisher publisher;
  private final AssignedPartitions assigned;
  private final RecentState recent;

  private OutboundBatch uncertain;
  private SortedMap<InboundPartition, OffsetAndMetadata> uncertainEnds;
  private Set<Integer> numbers = Set.of();

  UnitOfWork(
      int lane,
      LaneParts parts,
      TransactionalPublisher publisher,
      AssignedPartitions assigned,
      RecentState recent) {
    this.lane = lane;
    this.parts = parts;
    this.publisher = publisher;
    this.assigned = assigned;
    this.recent = recent;
  }

  /**
   * Processes a batch.
   *
   * @param polled when it was polled, in nanoseconds
   * @param group the membership of the poll that delivered it
   */
  void run(Batch batch, long polled, ConsumerGroupMetadata group) {
    numbers = batch.numbers();
    if (batch.records().size() > parts.clients().batchSize()) {
      halves(batch, polled, group);
    } else {
      step(batch, polled, group);
    }
    numbers = Set.of();
  }

  /** The partition numbers of the unfinished batch; empty if there is none. */
  Set<Integer> numbersAtWork() {
    return numbers;
  }

  /**
   * Counts a batch whose commit succeeded although its answer was lost: then nothing was in doubt.
   */
  void countUncertain(PartitionTakeover takeover) {
    if (uncertain != null && takeover.hadPublished(uncertainEnds, assigned)) {
      parts.meters().published(uncertain, Duration.ZERO);
    }
    uncertain = null;
    numbers = Set.of();
  }

  private void halves(Batch batch, long polled, ConsumerGroupMetadata group) {
    step(batch.head(), polled, group);
    step(batch.tail(), polled, group);
  }

  private void step(Batch batch, long polled, ConsumerGroupMetadata group) {
    boolean single = batch.records().size() == 1;
    BatchResult decided;
    try {
      decided = parts.persister().persist(batch, assigned, recent);
    } catch (BatchTooLarge tooLarge) {
      LOG.debugf("batch halved lane=%d records=%d", lane, batch.records().size());
      halves(batch, polled, group);
      return;
    } catch (DataRefused refused) {
      if (!single) {
        halves(batch, polled, group);
        return;
      }
      LOG.warnf(
          "record dead-lettered lane=%d position=%s cause=%s",
          lane, batch.records().get(0).position(), refused.getMessage());
      decided =
          parts
              .persister()
              .giveUp(
                  batch, assigned, "PostgreSQL refused the row, SQLSTATE " + refused.sqlState());
    } catch (RecordFault fault) {
      if (!single) {
        halves(batch, polled, group);
        return;
      }
      parts.meters().internalError();
      LOG.errorf(
          Redacted.of(fault.getCause()),
          "record dead-lettered lane=%d position=%s cause=%s",
          lane,
          batch.records().get(0).position(),
          fault.getMessage());
      decided = parts.persister().giveUp(batch, assigned, fault.getMessage());
    }
    parts.meters().decided(decided.decisions());
    // Only the output is still needed: the rest of the result may be collected while it is
    // published.
    OutboundBatch outbound = decided.outbound();
    publish(outbound, batch.ends(), group);
    parts.meters().published(outbound, Duration.ofNanos(System.nanoTime() - polled));
  }

  private void publish(
      OutboundBatch outbound,
      SortedMap<InboundPartition, OffsetAndMetadata> ends,
      ConsumerGroupMetadata group) {
    Map<TopicPartition, OffsetAndMetadata> offsets = new TreeMap<>(PartitionTakeover.BY_NAME);
    Map<InboundPartition, Long> published = new TreeMap<>();
    ends.forEach(
        (partition, end) -> {
          offsets.put(parts.topics().kafka(partition), end);
          published.put(partition, end.offset());
        });
    uncertain = outbound;
    uncertainEnds = ends;
    publisher.open();
    publisher.publish(outbound.records(), offsets, group);
    uncertain = null;
    assigned.published(published);
  }
}
