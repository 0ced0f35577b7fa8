package io.cardflow.push;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;
import org.awaitility.Awaitility;

/** Cards that were ordered, and what pushes have changed. */
record PushedDatabase(DataSource source) {

  static final Duration WAIT = Duration.ofSeconds(30);

  /** An accepted order of one card, whose id at the bureau is {@code CA-} and its own. */
  void ordered(String card) {
    run(
        """
        INSERT INTO card (id, version, state, since, assignments, batch_id, order_id,
          producer_card_id)
        VALUES ('%1$s', 3, 'ORDERED', now(), 0, 'B-%1$s', 'OD-%1$s', 'CA-%1$s');
        INSERT INTO order_batch (id, status, layout_id, delivery, cards, collected_at, closed_at,
          order_id)
        VALUES ('B-%1$s', 'CLOSED', 'L1', '{}', 1, now(), now(), 'OD-%1$s');
        INSERT INTO order_card (card_id, batch_id, accepted, producer_card_id, due_at)
        VALUES ('%1$s', 'B-%1$s', true, 'CA-%1$s', now() + interval '1 day')
        """
            .formatted(card));
  }

  void awaitCard(String expected, String card) {
    Awaitility.await(card).atMost(WAIT).untilAsserted(() -> assertEquals(expected, card(card)));
  }

  /** The state, the version and the facts of a card. */
  String card(String card) {
    return ask(
        """
        SELECT concat_ws(' ', state, version, to_char(produced_at AT TIME ZONE 'UTC', 'HH24:MI:SS.MS'),
          to_char(shipped_at AT TIME ZONE 'UTC', 'HH24:MI'), readouts) FROM card WHERE id = '%s'
        """
            .formatted(card));
  }

  void run(String sql) {
    try (Connection connection = source.getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    } catch (SQLException failed) {
      throw new IllegalStateException(failed);
    }
  }

  String ask(String sql) {
    return String.join("\n", all(sql));
  }

  /** Everything in the database. */
  String dump() {
    StringBuilder dump = new StringBuilder();
    for (String table :
        all("SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY 1")) {
      all("SELECT t::text FROM \"" + table + "\" t").forEach(row -> dump.append(row).append('\n'));
    }
    return dump.toString();
  }

  private List<String> all(String sql) {
    List<String> rows = new ArrayList<>();
    try (Connection connection = source.getConnection();
        Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery(sql)) {
      while (result.next()) {
        rows.add(String.valueOf(result.getString(1)));
      }
      return rows;
    } catch (SQLException failed) {
      throw new IllegalStateException(failed);
    }
  }
}
