package io.cardflow.faults;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cardflow.local.Topics;
import io.cardflow.servers.Database;
import io.cardflow.servers.Servers;
import io.cardflow.servers.WorkerSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/**
 * A job migrates as the role that owns the tables, and replicas work as another role that may not
 * change the schema: with the roles of k8s/README.md and the settings of the manifests.
 */
class MigrationIT {

  private static final int CARDS = 20;
  private static final Duration END = Duration.ofSeconds(60);
  private static final Pattern ROLES = Pattern.compile("```sql\n(.*?)```", Pattern.DOTALL);

  private final Servers servers = Servers.shared();
  private final Topics topics = servers.newTopics();
  private final String user = "m" + UUID.randomUUID().toString().substring(0, 8);

  @Test
  void theJobMigratesAndReplicasWorkOnlyOnTheirSchema() throws Exception {
    Database owned = makeRoles();
    Database used = new Database(owned.host(), owned.port(), owned.name(), user, owned.password());

    endsAtItsStart(used, "resolved migration not applied");

    try (WorkerProcess job = job(owned).start()) {
      assertEquals(0, job.awaitEnd(END));
    }

    try (WorkerProcess replica = replica(used, Map.of()).start();
        Requests requests = new Requests(servers.bootstrapServers(), topics)) {
      replica.awaitReady();
      requests.request(CARDS, false);
      Awaitility.await().atMost(END).until(() -> cards(owned) == CARDS);
      replica.terminate();
      replica.awaitEnd(END);
    }

    execute(
        owned,
        """
        INSERT INTO flyway_schema_history (installed_rank, version, description, type, script,
          checksum, installed_by, execution_time, success)
        VALUES (999, '999', 'later', 'SQL', 'V999__later.sql', 1, 'later', 1, true)
        """);
    endsAtItsStart(used, "applied migration not resolved locally");
    try (WorkerProcess job = job(owned).start()) {
      assertNotEquals(0, job.awaitEnd(END));
    }
    Map<String, String> past = new HashMap<>();
    past.put("quarkus.flyway.ignore-migration-patterns", "*:future");
    try (WorkerProcess replica = replica(used, past).start()) {
      replica.awaitReady();
    }
    past.put("quarkus.flyway.migrate-at-start", "true");
    try (WorkerProcess replica = replica(owned, past).start()) {
      replica.awaitReady();
    }
  }

  private void endsAtItsStart(Database database, String why) {
    try (WorkerProcess replica = replica(database, Map.of()).start()) {
      assertNotEquals(0, replica.awaitEnd(END));
      assertTrue(replica.logged(why) > 0, why);
    }
  }

  private WorkerProcess replica(Database database, Map<String, String> more) {
    Map<String, String> settings = WorkerSettings.of(servers, topics, database);
    settings.put("quarkus.flyway.migrate-at-start", "false");
    settings.put("quarkus.flyway.validate-at-start", "true");
    settings.putAll(more);
    return new WorkerProcess("replica", settings);
  }

  /** The migration needs no Kafka. */
  private WorkerProcess job(Database database) {
    Map<String, String> settings = WorkerSettings.of("127.0.0.1:9", topics, database);
    settings.put("quarkus.flyway.migrate-at-start", "true");
    settings.put("quarkus.init-and-exit", "true");
    return new WorkerProcess("migration", settings);
  }

  /** Uses the statements of the page with other names, since roles belong to the whole server. */
  private Database makeRoles() throws IOException {
    Matcher page = ROLES.matcher(Files.readString(Path.of("k8s", "README.md")));
    assertTrue(page.find());
    String password = "secret";
    String[] statements =
        page.group(1)
            .replaceAll("\\bcardflow", user)
            .replace("…", password)
            .split("\\\\connect .*");
    for (String statement : statements[0].trim().split(";\\s*")) {
      servers.administer(statement);
    }
    Database server = servers.newDatabase();
    Database owned = new Database(server.host(), server.port(), user, user + "_owner", password);
    execute(owned, statements[1]);
    return owned;
  }

  private static int cards(Database database) throws SQLException {
    try (Connection connection = database.connect();
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery("SELECT count(*) FROM card")) {
      row.next();
      return row.getInt(1);
    }
  }

  private static void execute(Database database, String sql) {
    try (Connection connection = database.connect();
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    } catch (SQLException failed) {
      throw new IllegalStateException(sql, failed);
    }
  }
}
