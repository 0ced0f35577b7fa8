package io.cardflow.inbox;

import java.time.Duration;
import java.util.OptionalLong;
import java.util.Set;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.jboss.logging.Logger;

/**
 * Reads the timestamps of records, including uncommitted ones, one batch of a partition at a time,
 * and keeps nothing else.
 */
final class UnreadReader implements AutoCloseable {

  private static final Logger LOG = Logger.getLogger(UnreadReader.class);
  private static final Duration POLL = Duration.ofMillis(200);
  private static final Duration LIMIT = Duration.ofSeconds(2);
  private static final Duration CLOSE = Duration.ofMillis(100);

  private final Consumer<Void, Void> consumer;

  UnreadReader(KafkaClients clients) {
    consumer = clients.observer();
  }

  /**
   * Reads the timestamp of the first record of a partition in a range of offsets.
   *
   * @return the timestamp in milliseconds; {@link Unread#UNKNOWN} if the record has none or cannot
   *     be read within two seconds; empty if the range has only transaction markers
   */
  OptionalLong firstWritten(TopicPartition partition, long from, long end) {
    try {
      consumer.assign(Set.of(partition));
      consumer.seek(partition, from);
      long until = System.nanoTime() + LIMIT.toNanos();
      while (System.nanoTime() < until) {
        ConsumerRecords<Void, Void> records = consumer.poll(POLL);
        for (ConsumerRecord<Void, Void> first : records) {
          return first.offset() < end
              ? OptionalLong.of(Math.max(Unread.UNKNOWN, first.timestamp()))
              : OptionalLong.empty();
        }
        if (consumer.position(partition, POLL) >= end) {
          return OptionalLong.empty();
        }
      }
    } catch (InterruptException stopping) {
      throw stopping;
    } catch (RuntimeException failed) {
      // Its age then counts from when it was first seen, and other records are still read.
      LOG.debugf(failed, "unread record not read partition=%s offset=%d", partition, from);
    } finally {
      // Do not keep the rest of the batch until the next measurement.
      consumer.unsubscribe();
    }
    return OptionalLong.of(Unread.UNKNOWN);
  }

  @Override
  public void close() {
    consumer.close(CloseOptions.timeout(CLOSE));
  }
}
