package io.cardflow.inbox;

import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;

/** A transaction, and which of its records failed. */
final class Sending {

  /** A record that could not be sent. */
  record Failed(OutboundRecord record, Exception why) {}

  private final List<OutboundRecord> records;
  private final Queue<Failed> failed = new ConcurrentLinkedQueue<>();

  Sending(List<OutboundRecord> records) {
    this.records = records;
  }

  List<OutboundRecord> records() {
    return records;
  }

  /** The failed records, in the order in which the failures were reported. */
  List<Failed> failed() {
    return List.copyOf(failed);
  }

  /**
   * The records are in flight while the offsets are added to the transaction: the commit waits for
   * both, and the client rejects it once a record has failed.
   */
  @SuppressWarnings("FutureReturnValueIgnored") // The callback has the result.
  void commit(
      Producer<byte[], byte[]> producer,
      Map<TopicPartition, OffsetAndMetadata> offsets,
      ConsumerGroupMetadata group) {
    producer.beginTransaction();
    for (OutboundRecord each : records) {
      producer.send(
          each.record(),
          (metadata, why) -> {
            if (why != null) {
              failed.add(new Failed(each, why));
            }
          });
      if (!failed.isEmpty()) {
        // Without a broker each further record would wait as long as this one.
        throw new KafkaException("a record was not sent", failed.peek().why());
      }
    }
    producer.sendOffsetsToTransaction(offsets, group);
    producer.commitTransaction();
  }

  /** A failed record makes all later ones fail; only its own failure is the cause. */
  KafkaException cause(KafkaException follower) {
    Failed first = failed.peek();
    if (first == null) {
      return follower;
    }
    return first.why() instanceof KafkaException failure
        ? failure
        : new KafkaException("a record was not sent", first.why());
  }
}
