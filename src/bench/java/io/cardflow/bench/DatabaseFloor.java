package io.cardflow.bench;

import io.cardflow.servers.Database;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.function.IntFunction;

/**
 * The least that keeping the cards and the journal can cost: the same rows, by one connection, in
 * arrays of a thousand, without deciding anything and without Kafka.
 */
final class DatabaseFloor {

  private static final int BATCH = 1_000;

  private static final String INSERT =
      """
      INSERT INTO card (id, version, state, since, assignments)
      SELECT id, 2, 'PROCESSING', now(), 0 FROM unnest(?) AS n(id)
      """;
  private static final String UPDATE =
      """
      UPDATE card SET version = card.version + 1, since = now(), order_id = n.text,
        chip_serial = n.text, tracking_numbers = to_json(ARRAY[n.text])
      FROM unnest(?, ?) AS n(id, text) WHERE card.id = n.id
      """;
  private static final String JOURNAL =
      """
      INSERT INTO journal (source, id, fingerprint, topic, partition, "offset", decided_at, card_id,
        outcome, version, output)
      SELECT '/iam', n.id, gen_random_uuid(), 'COMMANDS', 0, 0, now(), n.card, 'APPLIED', 1,
        n.output
      FROM unnest(?, ?, ?) AS n(id, card, output)
      """;
  private static final String PINNED =
      "SET plan_cache_mode = force_generic_plan; SET enable_seqscan = off;"
          + " SET enable_hashjoin = off; SET enable_mergejoin = off; SET jit = off";

  private DatabaseFloor() {}

  /** Messages a second. */
  static double rate(Database database, int cards) {
    String output = "[{\"topic\":\"EVENTS\",\"data\":{\"pad\":\"" + "x".repeat(420) + "\"}}]";
    try (Connection connection = database.connect()) {
      connection.createStatement().execute(PINNED);
      connection.setAutoCommit(false);
      PreparedStatement insert = connection.prepareStatement(INSERT);
      PreparedStatement update = connection.prepareStatement(UPDATE);
      PreparedStatement journal = connection.prepareStatement(JOURNAL);
      long begun = System.nanoTime();
      for (int step = 0; step < Life.STEPS; step++) {
        String name = "step-" + step + "-";
        for (int from = 0; from < cards; from += BATCH) {
          int first = from;
          Array ids = array(connection, i -> "C-" + (first + i));
          PreparedStatement write = step == 0 ? insert : update;
          write.setArray(1, ids);
          if (step > 0) {
            write.setArray(2, array(connection, i -> "O" + (first + i)));
          }
          write.executeUpdate();
          journal.setArray(1, array(connection, i -> name + (first + i)));
          journal.setArray(2, ids);
          journal.setArray(3, array(connection, i -> output));
          journal.executeUpdate();
          connection.commit();
        }
      }
      return cards * (double) Life.STEPS / ((System.nanoTime() - begun) / 1e9);
    } catch (SQLException failed) {
      throw new IllegalStateException(failed);
    }
  }

  private static Array array(Connection connection, IntFunction<String> value) throws SQLException {
    String[] values = new String[BATCH];
    for (int i = 0; i < BATCH; i++) {
      values[i] = value.apply(i);
    }
    return connection.createArrayOf("text", values);
  }
}
