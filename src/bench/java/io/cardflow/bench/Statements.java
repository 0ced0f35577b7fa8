package io.cardflow.bench;

import io.cardflow.servers.Database;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/** Reports the time per statement in PostgreSQL, from pg_stat_statements. */
final class Statements {

  private static final String MOST =
      """
      SELECT regexp_replace(left(query, 110), '\\s+', ' ', 'g'), calls,
        total_exec_time + total_plan_time AS ms,
        100 * (total_exec_time + total_plan_time) / sum(total_exec_time + total_plan_time) OVER ()
      FROM pg_stat_statements
      WHERE dbid = (SELECT oid FROM pg_database WHERE datname = current_database())
      ORDER BY ms DESC LIMIT 12
      """;

  private Statements() {}

  /** Restarts the server with the extension, which has an overhead of a few per cent. */
  static void watch(Platform platform) {
    platform.administer(
        "postgres",
        "ALTER SYSTEM SET shared_preload_libraries = 'pg_stat_statements'",
        "ALTER SYSTEM SET pg_stat_statements.track_planning = on");
    platform.restartDatabase();
  }

  static String table(Platform platform, Database database) {
    StringBuilder text =
        new StringBuilder("| statement | calls | ms each | share |\n|---|---|---|---|\n");
    platform.administer(database.name(), "CREATE EXTENSION pg_stat_statements");
    try (Connection connection = platform.administer(database);
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(MOST)) {
      while (rows.next()) {
        long calls = rows.getLong(2);
        text.append(
            "| `%s` | %,d | %.2f | %.0f %% |\n"
                .formatted(
                    rows.getString(1).replace("|", "\\|").strip(),
                    calls,
                    rows.getDouble(3) / calls,
                    rows.getDouble(4)));
      }
    } catch (SQLException failed) {
      throw new IllegalStateException(failed);
    }
    return text.toString();
  }
}
