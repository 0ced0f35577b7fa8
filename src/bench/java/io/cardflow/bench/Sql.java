package io.cardflow.bench;

import io.cardflow.servers.Database;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/** The benchmark's own statements, run as the worker's role. */
final class Sql {

  private Sql() {}

  static void execute(Database database, String... statements) {
    try (Connection connection = database.connect();
        Statement statement = connection.createStatement()) {
      for (String each : statements) {
        statement.execute(each);
      }
    } catch (SQLException failed) {
      throw new IllegalStateException(failed);
    }
  }

  /** The duration of a statement in seconds, without connecting. */
  static double seconds(Database database, String sql) {
    try (Connection connection = database.connect();
        Statement statement = connection.createStatement()) {
      long begun = System.nanoTime();
      statement.execute(sql);
      return (System.nanoTime() - begun) / 1e9;
    } catch (SQLException failed) {
      throw new IllegalStateException(failed);
    }
  }

  /** The single column that a query returns. */
  static List<String> texts(Database database, String sql) {
    List<String> texts = new ArrayList<>();
    try (Connection connection = database.connect();
        Statement statement = connection.createStatement();
        ResultSet answer = statement.executeQuery(sql)) {
      while (answer.next()) {
        texts.add(answer.getString(1));
      }
    } catch (SQLException failed) {
      throw new IllegalStateException(failed);
    }
    return texts;
  }

  /** The single number that a query returns. */
  static long number(Database database, String sql) {
    try (Connection connection = database.connect();
        Statement statement = connection.createStatement();
        ResultSet answer = statement.executeQuery(sql)) {
      answer.next();
      return answer.getLong(1);
    } catch (SQLException failed) {
      throw new IllegalStateException(failed);
    }
  }
}
