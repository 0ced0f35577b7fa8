package io.cardflow.faults;

import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cardflow.local.Topics;
import io.cardflow.servers.Servers;
import io.cardflow.servers.WorkerSettings;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** An invalid setting makes startup fail with a message that names it. */
class SettingsIT {

  @ParameterizedTest
  @CsvSource({"cardflow.inbox.lanes, 0", "kafka.partitioner.ignore.keys, true"})
  void theStartFailsAndNamesTheSetting(String setting, String value) {
    refuse(setting, value);
  }

  /** The checks have their own tests; these tests run the complete startup. */
  @ParameterizedTest
  @Tag("faults")
  @CsvSource({
    "cardflow.assignment.valdity, 3d",
    "cardflow.expiry.reminders, '1d,3d'",
    "cardflow.dwell.lost, 3d",
    "mp.messaging.outgoing.internalmessages.partition, 0",
    "kafka.delivery.timeout.ms, 4000",
    "cardflow.inbox.enabled, false",
  })
  void theStartFailsAndNamesEveryOtherSetting(String setting, String value) {
    refuse(setting, value);
  }

  @Test
  void anApiThatWouldNotKnowItsCallersIsNotStarted() {
    refuse("cardflow.console.enabled", "true", "quarkus.oidc.auth-server-url");
  }

  private static void refuse(String setting, String value) {
    refuse(setting, value, setting);
  }

  private static void refuse(String setting, String value, String named) {
    Servers servers = Servers.shared();
    Map<String, String> settings =
        WorkerSettings.of(servers, Topics.of("none"), servers.newDatabase());
    settings.put(setting, value);
    try (WorkerProcess worker = new WorkerProcess("settings", settings).start()) {
      assertNotEquals(0, worker.awaitEnd(Duration.ofSeconds(60)));
      assertTrue(worker.logged(named) > 0);
    }
  }
}
