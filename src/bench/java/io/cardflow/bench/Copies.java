package io.cardflow.bench;

import io.cardflow.servers.Database;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Copies two cards with all their rows, independently of their columns. A fixed share of the copies
 * is of the second card.
 */
final class Copies {

  /** The prefix of the copies' ids, which are otherwise random. */
  static final String PREFIX = "P-";

  /** The bureau's names of a copy are its own, as those of any card. */
  private static final String ALIAS = "%s || '-' || n";

  private static final String TRACKING_NUMBERS =
      """
      (SELECT json_agg(number || '-' || n)
        FROM json_array_elements_text(t.tracking_numbers) AS number)
      """;

  private static final int PORTION = 500_000;

  /** The percentage of a page of cards that is still used after all cards on it have ended. */
  private static final int ENDED_FILL = 40;

  private final Database database;
  private final String first;
  private final String second;
  private final int every;

  Copies(Database database, String first, String second, int every) {
    this.database = database;
    this.first = first;
    this.second = second;
    this.every = every;
  }

  /**
   * @param cards how many copies
   * @param remembered how many records the journal gets
   */
  void make(int cards, int remembered) {
    try (Connection connection = database.connect();
        Statement statement = connection.createStatement()) {
      statement.execute("SET maintenance_work_mem = '1GB'");
      String copied = "'%s' || md5(n::text)".formatted(PREFIX);
      int fill = cardFill(statement, ENDED_FILL);
      copy(
          statement,
          "card",
          "id",
          cards,
          Map.of(
              "id",
              copied,
              "producer_card_id",
              ALIAS.formatted("t.producer_card_id"),
              "tracking_numbers",
              TRACKING_NUMBERS));
      cardFill(statement, fill);
      copy(statement, "card_request", "card_id", cards, Map.of("card_id", copied));
      copy(statement, "card_wait", "card_id", cards, Map.of("card_id", copied));
      copy(statement, "card_end", "card_id", cards, Map.of("card_id", copied));
      copy(
          statement,
          "card_alias",
          "card_id",
          cards,
          Map.of("card_id", copied, "alias", ALIAS.formatted("t.alias")));
      count(statement, cards);
      copy(statement, "card_assignment", "card_id", cards, Map.of("card_id", copied));
      journal(statement, remembered);
    } catch (SQLException failed) {
      throw new IllegalStateException(failed);
    }
  }

  /** Copies the largest unit of work, as entries of a log that is no longer in use. */
  private static void journal(Statement statement, int records) throws SQLException {
    statement.execute(
        """
        CREATE TEMP TABLE model_unit AS
        SELECT * FROM journal_unit ORDER BY records DESC, id LIMIT 1;
        ALTER TABLE model_unit DROP COLUMN id;
        INSERT INTO inbound_log (topic, partition, incarnation) VALUES ('COMMANDS', 0, 1000000);
        INSERT INTO journal_unit OVERRIDING SYSTEM VALUE SELECT nextval(pg_get_serial_sequence('journal_unit', 'id')), m.*
        FROM model_unit m,
          generate_series(1, (SELECT %1$d / records FROM model_unit)) AS n;
        INSERT INTO journal_range (log, last_offset, first_offset, unit_id, first_index, last_index)
        SELECT l.id, u.id * 10000, u.id * 10000, u.id, 1, u.records
        FROM journal_unit u, inbound_log l
        WHERE l.incarnation = 1000000
          AND NOT EXISTS (SELECT FROM journal_range r WHERE r.unit_id = u.id);
        DROP TABLE model_unit
        """
            .formatted(records));
  }

  /** Sets the fill factor of the card table; returns the previous one. */
  private static int cardFill(Statement statement, int fill) throws SQLException {
    try (ResultSet before =
        statement.executeQuery(
            """
            SELECT option_value FROM pg_class, pg_options_to_table(reloptions)
            WHERE oid = 'card'::regclass AND option_name = 'fillfactor'
            """)) {
      before.next();
      int was = before.getInt(1);
      statement.execute("ALTER TABLE card SET (fillfactor = %d)".formatted(fill));
      return was;
    }
  }

  private void copy(
      Statement statement, String table, String key, int copies, Map<String, String> replaced)
      throws SQLException {
    statement.execute(
        "CREATE TEMP TABLE model AS SELECT * FROM %s WHERE %s IN ('%s', '%s')"
            .formatted(table, key, first, second));
    statement.execute("ANALYZE model");
    List<String> columns = new ArrayList<>();
    List<String> values = new ArrayList<>();
    try (ResultSet found =
        statement.executeQuery(
            "SELECT column_name FROM information_schema.columns WHERE table_name = '%s' AND table_schema = 'public' ORDER BY ordinal_position"
                .formatted(table))) {
      while (found.next()) {
        columns.add('"' + found.getString(1) + '"');
        values.add(replaced.getOrDefault(found.getString(1), "t.\"" + found.getString(1) + '"'));
      }
    }
    List<String> indexes = dropIndexes(statement, table);
    for (int from = 1; from <= copies; from += PORTION) {
      int rows =
          statement.executeUpdate(
              """
              INSERT INTO %s (%s) SELECT %s FROM generate_series(%d, %d) AS n JOIN model t
                ON t.%s = CASE WHEN n %% %d = 0 THEN '%s' ELSE '%s' END
              """
                  .formatted(
                      table,
                      String.join(", ", columns),
                      String.join(", ", values),
                      from,
                      Math.min(copies, from + PORTION - 1),
                      key,
                      every,
                      second,
                      first));
      BenchLog.log("filling  %s: %,d rows from copy %,d on", table, rows, from);
    }
    for (String each : indexes) {
      statement.execute(each);
      BenchLog.log("filling  %s", each);
    }
    statement.execute("DROP TABLE model");
  }

  private void count(Statement statement, int cards) throws SQLException {
    statement.execute(
        """
        INSERT INTO card_count (partition, state, cards)
        SELECT 0, c.state, CASE WHEN c.id = '%1$s' THEN %2$d ELSE %3$d END
        FROM card c WHERE c.id IN ('%1$s', '%4$s')
        ON CONFLICT (partition, state) DO UPDATE SET cards = card_count.cards + excluded.cards
        """
            .formatted(second, cards / every, cards - cards / every, first));
    statement.execute(
        """
        INSERT INTO card_flow (partition, begun_at, from_state, to_state, cards)
        SELECT 0, date_trunc('hour', now()), '', c.state,
          CASE WHEN c.id = '%1$s' THEN %2$d ELSE %3$d END
        FROM card c WHERE c.id IN ('%1$s', '%4$s')
        ON CONFLICT (begun_at, partition, from_state, to_state)
        DO UPDATE SET cards = card_flow.cards + excluded.cards
        """
            .formatted(second, cards / every, cards - cards / every, first));
  }

  /** Drops the indexes of a table; returns the statements that create them again. */
  private static List<String> dropIndexes(Statement statement, String table) throws SQLException {
    List<String> drop = new ArrayList<>();
    List<String> make = new ArrayList<>();
    try (ResultSet found =
        statement.executeQuery(
            """
            SELECT i.indexrelid::regclass::text, pg_get_indexdef(i.indexrelid), c.conname,
              pg_get_constraintdef(c.oid)
            FROM pg_index i LEFT JOIN pg_constraint c ON c.conindid = i.indexrelid
            WHERE i.indrelid = '%s'::regclass
            """
                .formatted(table))) {
      while (found.next()) {
        String constraint = found.getString(3);
        drop.add(
            constraint == null
                ? "DROP INDEX " + found.getString(1)
                : "ALTER TABLE %s DROP CONSTRAINT %s".formatted(table, constraint));
        make.add(
            constraint == null
                ? found.getString(2)
                : "ALTER TABLE %s ADD CONSTRAINT %s %s"
                    .formatted(table, constraint, found.getString(4)));
      }
    }
    for (String each : drop) {
      statement.execute(each);
    }
    return make;
  }
}
