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

/** One transaction, and which of its records failed. */
final class Sending {

  /** A record that was not sent. */
  record Failed(OutboundRecord record, Exception why) {}

  private final List<OutboundRecord> records;
  private final Queue<Failed> failed = new ConcurrentLinkedQueue<>();

  Sending(List<OutboundRecord> records) {
    this.records = records;
  }

  List<OutboundRecord> records() {
    return records;
  }

  /** The records that are known to have failed, in the order in which that became known. */
  List<Failed> failed() {
    return List.copyOf(failed);
  }

  /**
   * The records are on their way while the offsets are taken: the commit waits for both, and the
   * client carries none out once a record has failed.
   */
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
        // Without a broker each further one would wait as long as this one did.
        throw new KafkaException("a record was not sent", failed.peek().why());
      }
    }
    producer.sendOffsetsToTransaction(offsets, group);
    producer.commitTransaction();
  }

  /** A record that fails makes all that follows fail; what it failed of is what counts. */
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
