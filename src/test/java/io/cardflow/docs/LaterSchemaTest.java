package io.cardflow.docs;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.cardflow.servers.Database;
import io.cardflow.servers.Servers;
import io.cardflow.servers.WorkerSettings;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Map;
import org.awaitility.Awaitility;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.Test;

/** A release that is told so starts on a schema that a later one has expanded: the way back. */
@QuarkusTest
@QuarkusTestResource(value = LaterSchemaTest.Later.class, restrictToAnnotatedClass = true)
class LaterSchemaTest {

  @TestHTTPResource("/q/health/ready")
  URI ready;

  @Test
  void theWorkerBecomesReadyOnASchemaOfALaterRelease() {
    HttpClient client = HttpClient.newHttpClient();
    Awaitility.await()
        .atMost(Duration.ofSeconds(60))
        .ignoreExceptions()
        .untilAsserted(
            () ->
                assertEquals(
                    200,
                    client
                        .send(HttpRequest.newBuilder(ready).build(), BodyHandlers.discarding())
                        .statusCode()));
  }

  /** A database on which a later release has run its migration. */
  public static final class Later implements QuarkusTestResourceLifecycleManager {

    /** After what other tests are given, so that this is what counts. */
    @Override
    public int order() {
      return 1;
    }

    @Override
    public Map<String, String> start() {
      Servers servers = Servers.shared();
      Database database = servers.newDatabase();
      Flyway.configure()
          .dataSource(database.jdbcUrl(), database.username(), database.password())
          .load()
          .migrate();
      try (Connection connection = database.connect();
          Statement statement = connection.createStatement()) {
        statement.execute("ALTER TABLE card ADD COLUMN later text");
        statement.execute(
            """
            INSERT INTO flyway_schema_history (installed_rank, version, description, type, script,
              checksum, installed_by, execution_time, success)
            VALUES (999, '999', 'later', 'SQL', 'V999__later.sql', 1, 'later', 1, true)
            """);
      } catch (SQLException failed) {
        throw new IllegalStateException(failed);
      }
      Map<String, String> settings = WorkerSettings.of(servers, servers.newTopics(), database);
      settings.put("quarkus.http.test-port", "0");
      settings.put("quarkus.flyway.ignore-migration-patterns", "*:future");
      return settings;
    }

    @Override
    public void stop() {
      // The servers are shared; they end with the JVM.
    }
  }
}
