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
 * Sends what a batch led to and commits its offsets, all or nothing. After any failure the producer
 * is thrown away: whether the transaction was committed is then asked of the group's offsets, which
 * are part of it, never guessed. A transaction of which a topic refuses records is aborted and done
 * again with these records in another form, as far as they have one.
 */
final class TransactionalPublisher implements AutoCloseable {

  private static final Logger LOG = Logger.getLogger(TransactionalPublisher.class);

  /** How often a transaction is done because records were refused; each time something changes. */
  private static final int ATTEMPTS = 12;

  private final KafkaClients clients;
  private final int lane;
  private Producer<byte[], byte[]> producer;

  TransactionalPublisher(KafkaClients clients, int lane) {
    this.clients = clients;
    this.lane = lane;
  }

  /** Makes sure that there is a producer, and that no earlier transaction of this lane is open. */
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
   * @param group the membership under which the records were received: a broker refuses the offsets
   *     of a former owner by it
   * @throws OutputTooLarge if a topic does not take a record that has to go as it is; nothing is
   *     committed then
   * @throws KafkaException if it is not known to be committed
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
          sent = new RefusedRecords(clients, sending, failed).mended(attempt);
          LOG.warnf(
              "refused records lane=%d are sent in another form cause=%s",
              lane, sending.cause(failed).getMessage());
          open();
        }
      }
    } catch (RuntimeException | Error failed) {
      close();
      throw failed;
    }
  }

  /** Ends the transaction; afterwards each record is known to be refused, or not. */
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
      try {
        given.close(Duration.ZERO);
      } catch (RuntimeException failed) {
        // Whatever led here counts, and must not be covered up.
        LOG.debugf(failed, "lane=%d close failed", lane);
      }
    }
  }
}
