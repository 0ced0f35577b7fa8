package io.cardflow.ops;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cardflow.servers.WorkerSettings;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Settings that cannot be meant are refused by their names. */
class ConfigCheckTest {

  @Test
  void theDefaultsAreMeant() {
    assertDoesNotThrow(() -> check(Map.of()));
  }

  @ParameterizedTest
  @CsvSource({
    "cardflow.inbox.lanes, 0",
    "cardflow.inbox.lanes, 17",
    "cardflow.inbox.batch-size, 0",
    "cardflow.inbox.batch-size, 10001",
    "cardflow.inbox.drain-timeout, 0s",
    "cardflow.assignment.validity, 0s",
    "cardflow.assignment.validity, -1d",
    "cardflow.ordering.every, 10ms",
    "cardflow.ordering.max-batch-size, 0",
    "cardflow.ordering.max-batch-size, 5001",
    "cardflow.ordering.max-concurrent-submissions, 65",
    "cardflow.ordering.reconcile-after, 0s",
    "cardflow.gocards.timeout, 1ms",
    "cardflow.gocards.url, ftp://bureau",
    "cardflow.source, ' '",
    "cardflow.expiry.every, 10ms",
    "cardflow.expiry.every, 2h",
    "cardflow.expiry.reminders, '1d,3d'",
    "cardflow.expiry.reminders, '3d,3d'",
    "cardflow.expiry.reminders, '3d,0s'",
    "cardflow.expiry.reminders, '3d,-1d'",
    "cardflow.expiry.reminders, '1d,1h,50m,40m,30m,20m,10m,9m,8m,7m,6m,5m,4m,3m,2m,1m,9s,8s,7s,6s,5s'",
    "cardflow.dwell.processing, 0s",
    "cardflow.dwell.ordered, -5d",
    "cardflow.dwell.in-production, 0s",
    "cardflow.dwell.produced, 4000d",
    "cardflow.dwell.expired, 10ms",
    "cardflow.dwell.expired, PT1.0000001S",
  })
  void whatCannotBeMeantIsRefusedByName(String setting, String value) {
    RuntimeException refused =
        assertThrows(RuntimeException.class, () -> check(Map.of(setting, value)));

    assertTrue(refused.getMessage().contains(setting), refused.getMessage());
  }

  @ParameterizedTest
  @CsvSource({
    "CARDFLOW_DWELL_SHIPPED",
    "CARDFLOW_DWELL_INPRODUCTION",
    "CARDFLOW_EXPIRY_REMINDER",
    "CARDFLOW_INBOX_LANE"
  })
  void anEnvironmentVariableThatIsNoSettingIsRefused(String variable) {
    RuntimeException refused =
        assertThrows(RuntimeException.class, () -> ConfigCheck.known(Set.of(variable)));

    assertTrue(refused.getMessage().contains(variable));
  }

  @ParameterizedTest
  @CsvSource({
    "CARDFLOW_DWELL_IN_PRODUCTION",
    "CARDFLOW_EXPIRY_REMINDERS",
    "CARDFLOW_ASSIGNMENT_ONE_CARD_PER_HOLDER",
    "CARDFLOW_TOPICS_DEAD_LETTERS",
    "CARDFLOW_SOURCE",
    "CARDFLOW_SERVICE_HOST",
    "CARDFLOW_PORT_8080_TCP"
  })
  void anEnvironmentVariableThatIsOneOrThePlatformsIsNot(String variable) {
    assertDoesNotThrow(() -> ConfigCheck.known(Set.of(variable)));
  }

  @ParameterizedTest
  @CsvSource({"client-id", "client-secret", "organisation-id"})
  void aBureauNeedsAllThatItIsAskedWith(String missing) {
    Map<String, String> settings = new HashMap<>();
    settings.put("cardflow.gocards.url", "https://bureau");
    for (String name : List.of("client-id", "client-secret", "organisation-id")) {
      settings.put("cardflow.gocards." + name, "x");
    }
    assertDoesNotThrow(() -> check(settings));
    settings.remove("cardflow.gocards." + missing);

    RuntimeException refused = assertThrows(RuntimeException.class, () -> check(settings));

    assertTrue(refused.getMessage().contains("cardflow.gocards." + missing));
  }

  @Test
  void remindersAreReadInTheirOrderAndMayBeNone() {
    assertEquals(
        Optional.of(List.of(Duration.ofDays(7), Duration.ofDays(3), Duration.ofDays(1))),
        config(Map.of()).expiry().reminders());
    assertEquals(
        Optional.empty(), config(Map.of("cardflow.expiry.reminders", "")).expiry().reminders());
  }

  private static void check(Map<String, String> settings) {
    new ConfigCheck(config(settings)).check();
  }

  private static CardflowConfig config(Map<String, String> settings) {
    return WorkerSettings.config(settings);
  }
}
