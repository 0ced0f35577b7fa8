package io.cardflow.inbox;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.jboss.logging.Logger;

/**
 * Sends what a batch led to and commits its offsets, all or nothing. After any failure the producer
 * is thrown away: whether the transaction was committed is then asked of the group's offsets, which
 * are part of it, never guessed.
 */
final class Publisher implements AutoCloseable {

  private static final Logger LOG = Logger.getLogger(Publisher.class);

  private final KafkaClients clients;
  private final int lane;
  private Producer<byte[], byte[]> producer;

  Publisher(KafkaClients clients, int lane) {
    this.clients = clients;
    this.lane = lane;
  }

  /** Makes sure that there is a producer, and that no earlier transaction of this lane is open. */
  void open() {
    if (producer == null) {
      Producer<byte[], byte[]> fresh = clients.producer(lane);
      try {
        fresh.initTransactions();
      } catch (RuntimeException failed) {
        fresh.close(Duration.ZERO);
        throw failed;
      }
      producer = fresh;
    }
  }

  /**
   * Commits the records with the offsets.
   *
   * @param group the membership under which the records were received: a broker refuses the offsets
   *     of a former owner by it
   * @throws KafkaException if it is not known to be committed
   */
  void publish(
      List<ProducerRecord<byte[], byte[]>> records,
      Map<TopicPartition, OffsetAndMetadata> offsets,
      ConsumerGroupMetadata group) {
    try {
      commit(records, offsets, group);
    } catch (RecordTooLargeException tooLarge) {
      abort();
      LOG.warnf("lane=%d dead letters larger than their topic takes are sent without value", lane);
      publish(records.stream().map(Oversized::trimmed).toList(), offsets, group, tooLarge);
    } catch (RuntimeException failed) {
      close();
      throw failed;
    }
  }

  private void publish(
      List<ProducerRecord<byte[], byte[]>> records,
      Map<TopicPartition, OffsetAndMetadata> offsets,
      ConsumerGroupMetadata group,
      RecordTooLargeException before) {
    try {
      open();
      commit(records, offsets, group);
    } catch (RuntimeException failed) {
      failed.addSuppressed(before);
      close();
      throw failed;
    }
  }

  /**
   * The records are on their way while the offsets are taken: the commit waits for both, and the
   * client carries none out once a record has failed.
   */
  private void commit(
      List<ProducerRecord<byte[], byte[]>> records,
      Map<TopicPartition, OffsetAndMetadata> offsets,
      ConsumerGroupMetadata group) {
    AtomicReference<Exception> first = new AtomicReference<>();
    Callback keepFirst =
        (metadata, failed) -> {
          if (failed != null) {
            first.compareAndSet(null, failed);
          }
        };
    producer.beginTransaction();
    try {
      for (ProducerRecord<byte[], byte[]> record : records) {
        producer.send(record, keepFirst);
        if (first.get() != null) {
          // Without a broker each further one would wait as long as this one did.
          throw new KafkaException("a record was not sent", first.get());
        }
      }
      producer.sendOffsetsToTransaction(offsets, group);
      producer.commitTransaction();
    } catch (KafkaException follower) {
      throw cause(first.get(), follower);
    }
  }

  /** A record that fails makes all that follows fail; what it failed of is what counts. */
  private static KafkaException cause(Exception first, KafkaException follower) {
    if (first instanceof KafkaException failure) {
      return failure;
    }
    return first == null ? follower : new KafkaException("a record was not sent", first);
  }

  private void abort() {
    try {
      producer.abortTransaction();
    } catch (RuntimeException failed) {
      LOG.debugf(failed, "lane=%d abort failed, a new producer will do it", lane);
      close();
    }
  }

  /** Gives the producer up without waiting; the next one ends what it left open. */
  @Override
  public void close() {
    if (producer != null) {
      Producer<byte[], byte[]> given = producer;
      producer = null;
      given.close(Duration.ZERO);
    }
  }
}
