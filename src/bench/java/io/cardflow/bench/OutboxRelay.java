package io.cardflow.bench;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.producer.KafkaProducer;

/**
 * Publishes the outbox in the order of its transactions, in portions, and deletes each portion when
 * the broker has acknowledged it. A lock in the database ensures that there is one relay among all
 * processes.
 */
final class OutboxRelay implements Runnable {

  /** In rows. */
  private static final int PORTION = 2_000;

  /** Only the commits of other processes, and rollbacks, are noticed as late as this. */
  private static final long LONGEST_WAIT_MILLIS = 20;

  private static final String LOCK = "SELECT pg_advisory_lock(1)";

  /** Never passes a transaction that still runs: its rows have lower places than later ones. */
  private static final String NEXT =
      """
      SELECT tx::text, place, topic, card_id, headers, value FROM peer_outbox
      WHERE (tx, place) > (?::xid8, ?) AND tx < pg_snapshot_xmin(pg_current_snapshot())
      ORDER BY tx, place LIMIT ?
      """;

  private static final String DELETE =
      """
      DELETE FROM peer_outbox
      WHERE (tx, place) > (?::xid8, ?) AND (tx, place) <= (?::xid8, ?)
      """;

  private record Place(String transaction, long number) {}

  private final Connection connection;
  private final Semaphore committed;
  private final AtomicReference<Exception> failure = new AtomicReference<>();

  /** Starting here instead of at the first row spares reading the deleted ones again. */
  private Place published = new Place("0", 0);

  /**
   * @param committed has a permit for each transaction of this process
   */
  OutboxRelay(Connection connection, Semaphore committed) {
    this.connection = connection;
    this.committed = committed;
  }

  @Override
  public void run() {
    // Flushing sends a portion without waiting for the linger time.
    try (KafkaProducer<byte[], byte[]> producer =
            PeerKafka.producer(Map.of("batch.size", 131_072, "linger.ms", 5));
        Statement lock = connection.createStatement();
        PreparedStatement next = connection.prepareStatement(NEXT);
        PreparedStatement delete = connection.prepareStatement(DELETE)) {
      lock.execute(LOCK);
      while (true) {
        committed.drainPermits();
        Place last = send(producer, next);
        if (last == null) {
          committed.tryAcquire(LONGEST_WAIT_MILLIS, TimeUnit.MILLISECONDS);
          continue;
        }
        producer.flush();
        if (failure.get() != null) {
          throw new IllegalStateException(failure.get());
        }
        delete(delete, last);
        published = last;
      }
    } catch (SQLException failed) {
      throw new IllegalStateException(failed);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  /** Sends the next portion; returns its last place, or null if there is none. */
  private Place send(KafkaProducer<byte[], byte[]> producer, PreparedStatement next)
      throws SQLException {
    next.setString(1, published.transaction());
    next.setLong(2, published.number());
    next.setInt(3, PORTION);
    Place last = null;
    try (ResultSet row = next.executeQuery()) {
      while (row.next()) {
        last = new Place(row.getString(1), row.getLong(2));
        producer.send(
            PeerKafka.record(row.getString(3), row.getString(4), row.getString(5), row.getBytes(6)),
            (sent, failed) -> failure.compareAndSet(null, failed));
      }
    }
    return last;
  }

  private void delete(PreparedStatement delete, Place last) throws SQLException {
    delete.setString(1, published.transaction());
    delete.setLong(2, published.number());
    delete.setString(3, last.transaction());
    delete.setLong(4, last.number());
    delete.executeUpdate();
  }
}
