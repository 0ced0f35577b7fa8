package io.cardflow.local;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.Test;

/** PostgreSQL without a container: its permissions and its shutdown. */
class EmbeddedDatabaseTest {

  @Test
  void itsDataSurvivesAnImmediateStopAndAKillUntilItsDirectoryIsDeleted() throws SQLException {
    Path data;
    try (DataDirectory directory = DataDirectory.temporary("cardflow-test-");
        EmbeddedDatabase database = new EmbeddedDatabase(0, directory.postgresql())) {
      data = directory.postgresql();
      database.start();
      int port = database.port();
      assertEquals("off", ask(database, "SHOW is_superuser"));
      assertEquals(
          "C.UTF-8",
          ask(database, "SELECT datctype FROM pg_database WHERE datname = current_database()"));
      ask(database, "CREATE TABLE kept (n int); INSERT INTO kept VALUES (1) RETURNING n");

      database.stopImmediately();
      database.start();
      ask(database, "INSERT INTO kept VALUES (2) RETURNING n");
      database.kill();
      database.start();

      assertEquals(port, database.port());
      assertEquals("2", ask(database, "SELECT count(*) FROM kept"));
    }
    assertFalse(Files.exists(data));
  }

  private static String ask(EmbeddedDatabase database, String sql) throws SQLException {
    String url = "jdbc:postgresql://127.0.0.1:%d/cardflow".formatted(database.port());
    try (Connection connection =
            DriverManager.getConnection(url, EmbeddedDatabase.NAME, EmbeddedDatabase.NAME);
        Statement statement = connection.createStatement()) {
      boolean rows = statement.execute(sql);
      while (!rows) {
        rows = statement.getMoreResults();
      }
      try (ResultSet found = statement.getResultSet()) {
        found.next();
        return found.getString(1);
      }
    }
  }
}
