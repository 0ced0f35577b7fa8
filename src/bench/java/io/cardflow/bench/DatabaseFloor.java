package io.cardflow.bench;

import io.cardflow.servers.Database;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * A lower bound for the cost of storing the cards and the journal: the rows that Cardflow has
 * written in one run are written again into an empty database by one connection, unchanged and in
 * the same transactions, without decisions, Kafka or any other table.
 */
final class DatabaseFloor {

  /**
   * A card's row is replaced with each change, so a trigger records the written rows. It is too
   * expensive for a measured run.
   */
  private static final String RECORD =
      """
      CREATE TABLE card_written (batch bigint NOT NULL, created boolean NOT NULL, LIKE card);
      CREATE FUNCTION keep_written() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN
        INSERT INTO card_written
        SELECT pg_current_xact_id()::text::bigint, TG_OP = 'INSERT', NEW.*;
        RETURN NULL;
      END $$;
      CREATE TRIGGER keep_written AFTER INSERT OR UPDATE ON card
        FOR EACH ROW EXECUTE FUNCTION keep_written()
      """;

  private static final String ARRANGE =
      """
      CREATE INDEX ON card_written (batch);
      CREATE TABLE journal_written AS SELECT xmin::text::bigint AS batch, * FROM journal;
      CREATE INDEX ON journal_written (batch)
      """;

  /**
   * @param type of its array's elements
   * @param read the expression that reads it from the row that Cardflow wrote
   * @param write the expression that writes the element
   */
  private record Column(String name, String type, String read, String write) {

    static Column of(String name, String type) {
      return new Column(name, type, name, "n." + name);
    }

    /** Transferred in binary format like all other columns: text would have to be parsed. */
    static Column time(String name) {
      return new Column(
          name,
          "float8",
          "extract(epoch FROM " + name + ")::float8",
          "to_timestamp(n." + name + ")");
    }

    static Column cast(String name, String to) {
      return new Column(name, "text", name + "::text", "n." + name + "::" + to);
    }
  }

  private static final List<Column> CARD =
      List.of(
          Column.of("id", "text"),
          Column.of("version", "int4"),
          Column.of("state", "text"),
          Column.time("since"),
          Column.of("batch_id", "text"),
          Column.of("order_id", "text"),
          Column.of("producer_card_id", "text"),
          Column.time("started_at"),
          Column.time("produced_at"),
          Column.cast("readouts", "json"),
          Column.time("shipped_at"),
          Column.of("shipment_id", "text"),
          Column.of("carrier", "text"),
          Column.cast("tracking_numbers", "json"),
          Column.of("failure_code", "text"),
          Column.of("failure_detail", "text"),
          Column.of("chip_serial", "text"),
          Column.of("assignments", "int4"),
          Column.of("holder_id", "text"),
          Column.time("valid_from"),
          Column.time("valid_until"),
          Column.of("exclusive_holder", "text"),
          Column.of("overdue", "bool"));
  private static final List<Column> JOURNAL =
      List.of(
          Column.of("source", "text"),
          Column.of("id", "text"),
          Column.cast("fingerprint", "uuid"),
          Column.cast("topic", "inbound_topic"),
          Column.of("partition", "int4"),
          Column.of("\"offset\"", "int8"),
          Column.time("decided_at"),
          Column.of("card_id", "text"),
          Column.of("outcome", "text"),
          Column.of("version", "int4"),
          Column.of("output", "text"),
          Column.of("unit", "int8"),
          Column.of("unit_index", "int4"));

  private static final String CARDS =
      "SELECT %s FROM card_written WHERE batch = ? AND created = ? ORDER BY id"
          .formatted(list(CARD, Column::read));

  private static final String DECISIONS =
      "SELECT %s FROM journal_written WHERE batch = ? ORDER BY topic, partition, \"offset\""
          .formatted(list(JOURNAL, Column::read));

  private static final String PINNED =
      "SET plan_cache_mode = force_generic_plan; SET enable_seqscan = off;"
          + " SET enable_hashjoin = off; SET enable_mergejoin = off; SET jit = off";

  private final Connection connection;
  private final PreparedStatement insert;
  private final PreparedStatement update;
  private final PreparedStatement journal;
  private long nanos;
  private long messages;

  private DatabaseFloor(Connection connection) throws SQLException {
    this.connection = connection;
    this.insert = connection.prepareStatement(insert("card", CARD));
    this.update = connection.prepareStatement(update());
    this.journal = connection.prepareStatement(insert("journal", JOURNAL));
  }

  /** Starts recording all written rows of cards. */
  static void record(Database database) {
    Sql.execute(database, RECORD);
  }

  /** Sorts the recorded rows; called after the last one. */
  static void arrange(Database recorded) {
    Sql.execute(recorded, ARRANGE, "VACUUM ANALYZE");
  }

  /**
   * Messages per second.
   *
   * @param recorded contains the recorded rows
   * @param to receives the rows; contains the worker's tables
   */
  static double rate(Database recorded, Database to) {
    List<String> batches =
        Sql.texts(recorded, "SELECT DISTINCT batch FROM journal_written ORDER BY batch");
    try (Connection source = recorded.connect();
        PreparedStatement cards = source.prepareStatement(CARDS);
        PreparedStatement decisions = source.prepareStatement(DECISIONS);
        Connection target = to.connect()) {
      target.createStatement().execute(PINNED);
      target.setAutoCommit(false);
      DatabaseFloor floor = new DatabaseFloor(target);
      for (String batch : batches) {
        cards.setLong(1, Long.parseLong(batch));
        decisions.setLong(1, Long.parseLong(batch));
        cards.setBoolean(2, true);
        List<Object[]> created = rows(cards, CARD.size());
        cards.setBoolean(2, false);
        floor.write(created, rows(cards, CARD.size()), rows(decisions, JOURNAL.size()));
      }
      return floor.messages / (floor.nanos / 1e9);
    } catch (SQLException failed) {
      throw new IllegalStateException(failed);
    }
  }

  private static List<Object[]> rows(PreparedStatement query, int columns) throws SQLException {
    List<Object[]> rows = new ArrayList<>();
    try (ResultSet answer = query.executeQuery()) {
      while (answer.next()) {
        Object[] row = new Object[columns];
        for (int column = 0; column < columns; column++) {
          row[column] = answer.getObject(column + 1);
        }
        rows.add(row);
      }
    }
    return rows;
  }

  private void write(List<Object[]> created, List<Object[]> changed, List<Object[]> decisions)
      throws SQLException {
    long begun = System.nanoTime();
    execute(update, CARD, changed);
    execute(insert, CARD, created);
    execute(journal, JOURNAL, decisions);
    connection.commit();
    nanos += System.nanoTime() - begun;
    messages += decisions.size();
  }

  private void execute(PreparedStatement statement, List<Column> columns, List<Object[]> rows)
      throws SQLException {
    if (rows.isEmpty()) {
      return;
    }
    for (int column = 0; column < columns.size(); column++) {
      Object[] values = array(columns.get(column).type(), rows.size());
      for (int row = 0; row < values.length; row++) {
        values[row] = rows.get(row)[column];
      }
      statement.setArray(column + 1, connection.createArrayOf(columns.get(column).type(), values));
    }
    int written = statement.executeUpdate();
    if (written != rows.size()) {
      throw new IllegalStateException(written + " of " + rows.size() + " rows were written");
    }
  }

  private static Object[] array(String type, int length) {
    return switch (type) {
      case "text" -> new String[length];
      case "int4" -> new Integer[length];
      case "int8" -> new Long[length];
      case "float8" -> new Double[length];
      default -> new Boolean[length];
    };
  }

  private static String insert(String table, List<Column> columns) {
    return "INSERT INTO %s (%s) SELECT %s %s"
        .formatted(
            table, list(columns, Column::name), list(columns, Column::write), arrays(columns));
  }

  private static String update() {
    return "UPDATE card SET %s %s WHERE card.id = n.id"
        .formatted(
            list(CARD.subList(1, CARD.size()), each -> each.name() + " = " + each.write()),
            arrays(CARD));
  }

  private static String arrays(List<Column> columns) {
    return "FROM (SELECT %s) n".formatted(list(columns, each -> "unnest(?) AS " + each.name()));
  }

  private static String list(List<Column> columns, Function<Column, String> text) {
    return columns.stream().map(text).collect(Collectors.joining(", "));
  }
}
