package io.cardflow.bench;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.Semaphore;

/**
 * The common design for this task, written with care: two consumers that process up to a thousand
 * records in a transaction through JDBC, an inbox table that finds duplicates by source and id, an
 * outbox table, and one relay that publishes it in order. It keeps the same side tables as Cardflow
 * (requests, order queue, timers, counts); most of a card is one column of bytes, which costs less
 * than Cardflow's columns. Its tables are its own, so changes to Cardflow's do not affect it.
 *
 * <p>Inbox and cards are exact: they change in one transaction. The relay publishes at least once:
 * after a crash between publishing and deleting, it publishes the same rows again.
 */
final class OutboxRunner {

  /** Statements run with the same plan from the first row to the last, as Cardflow's do. */
  private static final String PINNED =
      "SET plan_cache_mode = force_generic_plan; SET enable_seqscan = off;"
          + " SET enable_hashjoin = off; SET enable_mergejoin = off; SET jit = off";

  private OutboxRunner() {}

  /** Runs until it is killed. */
  public static void main(String[] args) throws SQLException {
    // A process without one of its threads would hang instead of ending.
    Thread.setDefaultUncaughtExceptionHandler(
        (thread, failure) -> {
          failure.printStackTrace();
          Runtime.getRuntime().halt(1);
        });
    try (Connection connection = connect();
        Statement statement = connection.createStatement()) {
      statement.execute(OutboxSchema.CREATE);
    }
    Semaphore committed = new Semaphore(0);
    new Thread(new OutboxRelay(connect(), committed), "relay").start();
    for (int number = 0; number < Contestant.CONSUMERS; number++) {
      new Thread(new OutboxConsumer(connect(), committed), "consumer-" + number).start();
    }
  }

  private static Connection connect() throws SQLException {
    Connection connection =
        DriverManager.getConnection(
            // Prepares each statement on the server when it is first used.
            PeerKafka.setting("quarkus.datasource.jdbc.url") + "?prepareThreshold=1",
            PeerKafka.setting("quarkus.datasource.username"),
            PeerKafka.setting("quarkus.datasource.password"));
    try (Statement statement = connection.createStatement()) {
      statement.execute(PINNED);
    }
    return connection;
  }
}
