package io.cardflow.faults;

import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cardflow.servers.Database;
import io.cardflow.servers.Servers;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A setting that cannot be meant ends the start, by its name. */
class SettingsIT {

  @ParameterizedTest
  @CsvSource({
    "cardflow.inbox.lanes, 0",
    "cardflow.assignment.validity, 0s",
    "cardflow.assignment.valdity, 3d",
  })
  void theStartFailsAndNamesTheSetting(String setting, String value) {
    Database database = Servers.shared().newDatabase();
    Map<String, String> settings =
        Map.of(
            "kafka.bootstrap.servers",
            Servers.shared().bootstrapServers(),
            "quarkus.datasource.reactive.url",
            database.reactiveUrl(),
            "quarkus.datasource.jdbc.url",
            database.jdbcUrl(),
            "quarkus.datasource.username",
            database.username(),
            "quarkus.datasource.password",
            database.password(),
            setting,
            value);
    try (WorkerProcess worker = new WorkerProcess("settings", settings).start()) {
      assertNotEquals(0, worker.awaitEnd(Duration.ofSeconds(60)));
      assertTrue(worker.logged(setting) > 0);
    }
  }
}
