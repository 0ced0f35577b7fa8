package io.cardflow.bench;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.ToIntFunction;
import java.util.function.ToLongFunction;
import org.postgresql.PGConnection;

/**
 * A statement whose parameters are arrays with an element for each row, transferred in binary
 * format. The driver caches the prepared statement by its text.
 */
final class ArrayStatement<T> implements AutoCloseable {

  /** Reads a row. */
  interface Reader<R> {
    R read(ResultSet row) throws SQLException;
  }

  private final PreparedStatement statement;
  private final List<T> rows;
  private int place;

  ArrayStatement(Connection connection, String sql, Collection<T> rows) throws SQLException {
    this.statement = connection.prepareStatement(sql);
    this.rows = List.copyOf(rows);
  }

  ArrayStatement<T> text(Function<T, String> value) throws SQLException {
    return array("text", rows.stream().map(value).toArray(String[]::new));
  }

  ArrayStatement<T> bytes(Function<T, byte[]> value) throws SQLException {
    return array("bytea", rows.stream().map(value).toArray(byte[][]::new));
  }

  ArrayStatement<T> integer(ToIntFunction<T> value) throws SQLException {
    return array("int4", rows.stream().mapToInt(value).toArray());
  }

  ArrayStatement<T> bigint(ToLongFunction<T> value) throws SQLException {
    return array("int8", rows.stream().mapToLong(value).toArray());
  }

  ArrayStatement<T> bool(Predicate<T> value) throws SQLException {
    boolean[] values = new boolean[rows.size()];
    for (int row = 0; row < values.length; row++) {
      values[row] = value.test(rows.get(row));
    }
    return array("bool", values);
  }

  /** A parameter that is the same for all rows. */
  ArrayStatement<T> constant(int value) throws SQLException {
    statement.setInt(++place, value);
    return this;
  }

  /** Runs it if there are rows. */
  void execute() throws SQLException {
    if (!rows.isEmpty()) {
      statement.executeUpdate();
    }
  }

  /** Runs it as a query if there are rows. */
  <R> List<R> query(Reader<R> reader) throws SQLException {
    List<R> found = new ArrayList<>(rows.size());
    if (!rows.isEmpty()) {
      try (ResultSet answer = statement.executeQuery()) {
        while (answer.next()) {
          found.add(reader.read(answer));
        }
      }
    }
    return found;
  }

  @Override
  public void close() throws SQLException {
    statement.close();
  }

  private ArrayStatement<T> array(String type, Object values) throws SQLException {
    PGConnection postgres = statement.getConnection().unwrap(PGConnection.class);
    statement.setArray(++place, postgres.createArrayOf(type, values));
    return this;
  }
}
