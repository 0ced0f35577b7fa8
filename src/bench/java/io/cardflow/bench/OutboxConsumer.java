package io.cardflow.bench;

import io.cardflow.domain.Message;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Semaphore;
import org.apache.kafka.clients.consumer.CommitFailedException;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.errors.RebalanceInProgressException;

/** Processes the records of a poll in one transaction, and then commits their offsets. */
final class OutboxConsumer implements Runnable {

  /** In records. */
  private static final int POLLED = 1_000;

  private static final Duration POLL = Duration.ofMillis(200);
  private static final int ATTEMPTS = 10;

  private final OneMessage one = new OneMessage();
  private final Connection connection;
  private final Semaphore committed;

  /**
   * @param committed gets a permit with each transaction
   */
  OutboxConsumer(Connection connection, Semaphore committed) {
    this.connection = connection;
    this.committed = committed;
  }

  @Override
  public void run() {
    try (KafkaConsumer<byte[], byte[]> consumer = PeerKafka.consumer(POLLED)) {
      connection.setAutoCommit(false);
      while (true) {
        ConsumerRecords<byte[], byte[]> records = consumer.poll(POLL);
        if (!records.isEmpty()) {
          process(records);
          committed.release();
          commitOffsets(consumer);
        }
      }
    } catch (SQLException failed) {
      throw new IllegalStateException(failed);
    }
  }

  private void process(ConsumerRecords<byte[], byte[]> records) throws SQLException {
    List<Message> messages = new ArrayList<>(records.count());
    int partition = Integer.MAX_VALUE;
    for (ConsumerRecord<byte[], byte[]> record : records) {
      messages.add(PeerKafka.read(one, record));
      partition = Math.min(partition, record.partition());
    }
    for (int attempt = 1; ; attempt++) {
      try {
        OutboxBatch batch = new OutboxBatch(messages);
        OutboxTransaction transaction = new OutboxTransaction(connection, batch);
        transaction.load();
        batch.decide(one, Instant.now());
        transaction.write(partition);
        connection.commit();
        return;
      } catch (SQLException conflict) {
        // Another consumer has created the same card or message, or given the holder a card.
        connection.rollback();
        if (attempt == ATTEMPTS) {
          throw conflict;
        }
      }
    }
  }

  /** If the partitions have moved, their new owner reads the records again and skips them. */
  private static void commitOffsets(KafkaConsumer<byte[], byte[]> consumer) {
    try {
      consumer.commitSync();
    } catch (CommitFailedException | RebalanceInProgressException moved) {
      System.err.println("offsets were not committed: " + moved.getMessage());
    }
  }
}
