package io.cardflow.inbox;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.jboss.logging.Logger;

/**
 * Publishes the output of a batch and commits its offsets in one transaction. After any failure the
 * producer is discarded: the group's offsets, which are part of the transaction, then show whether
 * it was committed. A transaction with records that a topic rejects is aborted and repeated with
 * these records in another form, if they have one.
 */
final class TransactionalPublisher implements AutoCloseable {

  private static final Logger LOG = Logger.getLogger(TransactionalPublisher.class);

  /** How often a transaction is attempted while records are rejected; each attempt changes some. */
  private static final int ATTEMPTS = 12;

  private final KafkaClients clients;
  private final int lane;
  private Producer<byte[], byte[]> producer;

  TransactionalPublisher(KafkaClients clients, int lane) {
    this.clients = clients;
    this.lane = lane;
  }

  /** Creates a producer if there is none, which ends any earlier transaction of this lane. */
  void open() {
    if (producer == null) {
      producer = clients.producer(lane);
      try {
        producer.initTransactions();
      } catch (RuntimeException | Error failed) {
        close();
        throw failed;
      }
    }
  }

  /**
   * Commits the records with the offsets.
   *
   * @param group the membership under which the records were received, by which a broker rejects
   *     the offsets of a former owner
   * @throws OutputTooLarge if a topic rejects a record that must be published unchanged; nothing is
   *     committed then
   * @throws KafkaException if the transaction is not known to be committed
   */
  void publish(
      List<OutboundRecord> records,
      Map<TopicPartition, OffsetAndMetadata> offsets,
      ConsumerGroupMetadata group) {
    try {
      List<OutboundRecord> sent = records;
      for (int attempt = 1; ; attempt++) {
        Sending sending = new Sending(sent);
        try {
          sending.commit(producer, offsets, group);
          return;
        } catch (KafkaException failed) {
          if (attempt == ATTEMPTS || !RefusedRecords.isOne(sending, failed)) {
            throw sending.cause(failed);
          }
          abort();
          sent = new RefusedRecords(clients, sending, failed).inOtherForm(attempt);
          LOG.warnf(
              "rejected records retried in another form lane=%d cause=%s",
              lane, sending.cause(failed).getMessage());
          open();
        }
      }
    } catch (RuntimeException | Error failed) {
      close();
      throw failed;
    }
  }

  /** Ends the transaction; afterwards it is known which records were rejected. */
  private void abort() {
    try {
      producer.abortTransaction();
    } catch (RuntimeException failed) {
      LOG.debugf(failed, "transaction abort failed lane=%d", lane);
      close();
    }
  }

  /** Discards the producer without waiting; the next one ends its open transaction. */
  @Override
  public void close() {
    if (producer != null) {
      Producer<byte[], byte[]> given = producer;
      producer = null;
      try {
        given.close(Duration.ZERO);
      } catch (RuntimeException failed) {
        // It must not hide the failure that led here.
        LOG.debugf(failed, "producer close failed lane=%d", lane);
      }
    }
  }
}
