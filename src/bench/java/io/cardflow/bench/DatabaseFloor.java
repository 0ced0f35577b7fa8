package io.cardflow.bench;

import io.cardflow.servers.Database;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * The least that keeping the cards and the journal can cost: the rows that Cardflow has written,
 * written again into an empty database by one connection, in arrays of a thousand, without deciding
 * anything, without Kafka and without any other table.
 */
final class DatabaseFloor {

  private static final int BATCH = 1_000;

  /**
   * @param type of its array's elements
   * @param read what is selected from the row that Cardflow wrote
   * @param write what is made of the element
   */
  private record Column(String name, String type, String read, String write) {

    static Column of(String name, String type) {
      return new Column(name, type, "%s." + name, "n." + name);
    }

    /** Binary on its way, like all others: text would cost its reading. */
    static Column time(String name) {
      return new Column(
          name,
          "float8",
          "extract(epoch FROM %s." + name + ")::float8",
          "to_timestamp(n." + name + ")");
    }

    static Column cast(String name, String to) {
      return new Column(name, "text", "%s." + name + "::text", "n." + name + "::" + to);
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
          Column.of("output", "text"));

  /** As they were decided; a card's row is as it is in the end. */
  private static final String WRITTEN =
      "SELECT "
          + list(JOURNAL, each -> each.read().formatted("j"))
          + ", "
          + list(CARD, each -> each.read().formatted("c"))
          + " FROM journal j LEFT JOIN card c ON c.id = j.card_id AND j.version IS NOT NULL"
          + " ORDER BY j.decided_at, j.topic, j.partition, j.\"offset\"";

  private static final String PINNED =
      "SET plan_cache_mode = force_generic_plan; SET enable_seqscan = off;"
          + " SET enable_hashjoin = off; SET enable_mergejoin = off; SET jit = off";

  private final Connection connection;
  private final PreparedStatement insert;
  private final PreparedStatement update;
  private final PreparedStatement journal;
  private final Set<String> cards = new HashSet<>();
  private long nanos;
  private long messages;

  private DatabaseFloor(Connection connection) throws SQLException {
    this.connection = connection;
    this.insert = connection.prepareStatement(insert("card", CARD));
    this.update = connection.prepareStatement(update());
    this.journal = connection.prepareStatement(insert("journal", JOURNAL));
  }

  /**
   * Messages a second.
   *
   * @param from where Cardflow wrote them
   * @param to gets the rows; has the worker's tables
   */
  static double rate(Database from, Database to) {
    try (Connection source = from.connect();
        Statement statement = source.createStatement();
        Connection target = to.connect()) {
      source.setAutoCommit(false);
      statement.setFetchSize(BATCH);
      target.createStatement().execute(PINNED);
      target.setAutoCommit(false);
      DatabaseFloor floor = new DatabaseFloor(target);
      try (ResultSet rows = statement.executeQuery(WRITTEN)) {
        List<Object[]> batch = new ArrayList<>();
        while (rows.next()) {
          Object[] row = new Object[JOURNAL.size() + CARD.size()];
          for (int column = 0; column < row.length; column++) {
            row[column] = rows.getObject(column + 1);
          }
          batch.add(row);
          if (batch.size() == BATCH) {
            floor.write(batch);
            batch.clear();
          }
        }
        floor.write(batch);
      }
      return floor.messages / (floor.nanos / 1e9);
    } catch (SQLException failed) {
      throw new IllegalStateException(failed);
    }
  }

  private void write(List<Object[]> rows) throws SQLException {
    Map<Object, Object[]> changed = new LinkedHashMap<>();
    for (Object[] row : rows) {
      if (row[JOURNAL.size()] != null) {
        changed.put(row[JOURNAL.size()], row);
      }
    }
    Map<Boolean, List<Object[]>> known =
        changed.values().stream()
            .collect(
                Collectors.partitioningBy(row -> cards.contains(row[JOURNAL.size()].toString())));
    long begun = System.nanoTime();
    execute(insert, CARD, JOURNAL.size(), known.get(false));
    execute(update, CARD, JOURNAL.size(), known.get(true));
    execute(journal, JOURNAL, 0, rows);
    connection.commit();
    nanos += System.nanoTime() - begun;
    messages += rows.size();
    changed.keySet().forEach(id -> cards.add(id.toString()));
  }

  private void execute(
      PreparedStatement statement, List<Column> columns, int offset, List<Object[]> rows)
      throws SQLException {
    if (rows.isEmpty()) {
      return;
    }
    for (int column = 0; column < columns.size(); column++) {
      Object[] values = array(columns.get(column).type(), rows.size());
      for (int row = 0; row < values.length; row++) {
        values[row] = rows.get(row)[offset + column];
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
