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

/** Invalid settings are rejected by name. */
class ConfigCheckTest {

  @Test
  void theDefaultsAreValid() {
    assertDoesNotThrow(() -> check(Map.of()));
  }

  @ParameterizedTest
  @CsvSource({
    "cardflow.inbox.lanes, 0",
    "cardflow.inbox.lanes, 17",
    "cardflow.inbox.batch-size, 0",
    "cardflow.inbox.batch-size, 10001",
    "cardflow.inbox.drain-timeout, 0s",
    "cardflow.inbox.enabled, false",
    "cardflow.console.requests-per-second, 0",
    "cardflow.console.requests-per-second, 10001",
    "cardflow.console.streams, 0",
    "cardflow.console.streams, 10001",
    "cardflow.assignment.validity, 0s",
    "cardflow.assignment.validity, -1d",
    "cardflow.ordering.every, 10ms",
    "cardflow.ordering.max-batch-size, 0",
    "cardflow.ordering.max-batch-size, 5001",
    "cardflow.ordering.max-concurrent-submissions, 65",
    "cardflow.ordering.reconcile-after, 0s",
    "cardflow.gocards.timeout, 1ms",
    "cardflow.gocards.url, ftp://bureau",
    "cardflow.retention.journal, 401d",
    "cardflow.retention.journal, off",
    "cardflow.retention.backups, 1h",
    "cardflow.topics.privacy, cardflow.commands",
    "cardflow.topics.audit, cardflow_events",
    "cardflow.source, ' '",
    "cardflow.source, '/card flow'",
    "cardflow.source, 'http://[cardflow'",
    "cardflow.source, '/kärtchen'",
    "cardflow.assignment.validity, 3000000d",
    "cardflow.assignment.validity, 36526d",
    "cardflow.assignment.validity, PT9223372036854775807S",
    "cardflow.assignment.validity, PT1.0000001S",
    "cardflow.inbox.drain-timeout, 11m",
    "cardflow.inbox.drain-timeout, PT9223372036854775807S",
    "cardflow.inbox.drain-timeout, -1s",
    "cardflow.ordering.every, 9999999d",
    "cardflow.inbox.group-id, 'my group'",
    "cardflow.inbox.group-id, grüppe",
    "cardflow.inbox.instance-id, 'pod 1'",
    "cardflow.inbox.instance-id, pod@1",
    "cardflow.inbox.instance-id, pod/1",
    "cardflow.topics.commands, 'cardflow commands'",
    "cardflow.topics.events, cardflow/events",
    "cardflow.topics.rejections, ..",
    "cardflow.topics.dead-letters, __consumer_offsets",
    "cardflow.topics.events, cardflow.rejections",
    "cardflow.topics.dead-letters, cardflow_events",
    "cardflow.topics.producer-status, cardflow.commands",
    "cardflow.gocards.url, bureau",
    "cardflow.gocards.url, 'https:///orders'",
    "cardflow.gocards.url, 'https://bur eau'",
    "cardflow.gocards.url, 'https://bureau/?key=1'",
    "cardflow.gocards.url, 'https://bureau/#top'",
    "cardflow.gocards.url, 'https://bureau:70000'",
    "cardflow.gocards.url, 'https://bureau:0'",
    "cardflow.gocards.timeout, 6m",
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
  void invalidSettingsAreRejectedByName(String setting, String value) {
    RuntimeException refused =
        assertThrows(RuntimeException.class, () -> check(Map.of(setting, value)));

    String kind = setting.startsWith("cardflow.topics.") ? "cardflow.topics." : setting;
    assertTrue(refused.getMessage().contains(kind), refused.getMessage());
  }

  @Test
  void aNameThatIsTooLongForKafkaIsRejected() {
    for (String setting :
        List.of(
            "cardflow.topics.commands", "cardflow.inbox.group-id", "cardflow.inbox.instance-id")) {
      RuntimeException refused =
          assertThrows(RuntimeException.class, () -> check(Map.of(setting, "x".repeat(254))));
      assertTrue(refused.getMessage().contains(setting), refused.getMessage());
    }
  }

  @ParameterizedTest
  @CsvSource({
    "cardflow.assignment.validity, 36525d",
    "cardflow.assignment.validity, 1s",
    "cardflow.inbox.drain-timeout, 10m",
    "cardflow.source, urn:uuid:6e8bc430-9c3a-11d9-9669-0800200c9a66",
    "cardflow.source, https://cards.example/worker?zone=1#a",
    "cardflow.inbox.instance-id, cardflow-7d9f8b6c5-x2x7k",
    "cardflow.inbox.group-id, 'cardflow:blue/1'",
    "cardflow.expiry.reminders, 30d",
  })
  void theExtremesOfTheValidRangesAreAccepted(String setting, String value) {
    assertDoesNotThrow(() -> check(Map.of(setting, value)));
  }

  @ParameterizedTest
  @CsvSource({"client-id", "client-secret", "organisation-id"})
  void aLineBreakInATextForTheBureauIsRejectedAndNotQuoted(String name) {
    Map<String, String> settings = bureau();
    settings.put("cardflow.gocards." + name, "S3cret\n");

    RuntimeException refused = assertThrows(RuntimeException.class, () -> check(settings));

    assertTrue(refused.getMessage().contains("cardflow.gocards." + name), refused.getMessage());
    assertTrue(!refused.getMessage().contains("S3cret"), refused.getMessage());
  }

  @Test
  void aPasswordInTheBureausUrlIsRejectedAndNotQuoted() {
    Map<String, String> settings = bureau();
    settings.put("cardflow.gocards.url", "https://me:S3cret@bureau");

    RuntimeException refused = assertThrows(RuntimeException.class, () -> check(settings));

    assertTrue(refused.getMessage().contains("cardflow.gocards.url"), refused.getMessage());
    assertTrue(!refused.getMessage().contains("S3cret"), refused.getMessage());
  }

  private static Map<String, String> bureau() {
    Map<String, String> settings = new HashMap<>();
    settings.put("cardflow.gocards.url", "https://bureau");
    for (String name : List.of("client-id", "client-secret", "organisation-id")) {
      settings.put("cardflow.gocards." + name, "x");
    }
    return settings;
  }

  @ParameterizedTest
  @CsvSource({
    "CARDFLOW_DWELL_SHIPPED",
    "CARDFLOW_DWELL_INPRODUCTION",
    "CARDFLOW_EXPIRY_REMINDER",
    "CARDFLOW_INBOX_LANE"
  })
  void anEnvironmentVariableThatIsNoSettingIsRejected(String variable) {
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
  void environmentVariablesOfSettingsAndOfThePlatformAreAccepted(String variable) {
    assertDoesNotThrow(() -> ConfigCheck.known(Set.of(variable)));
  }

  @ParameterizedTest
  @CsvSource({"client-id", "client-secret", "organisation-id"})
  void aBureauUrlRequiresAllCredentials(String missing) {
    Map<String, String> settings = bureau();
    assertDoesNotThrow(() -> check(settings));
    settings.remove("cardflow.gocards." + missing);

    RuntimeException refused = assertThrows(RuntimeException.class, () -> check(settings));

    assertTrue(refused.getMessage().contains("cardflow.gocards." + missing));
  }

  @ParameterizedTest
  @CsvSource({
    "cardflow.internal.signature, sign",
    "cardflow.internal.signature, enforce",
    "cardflow.internal.key-file, /none",
  })
  void signaturesRequireAReadableKey(String setting, String value) {
    RuntimeException refused =
        assertThrows(RuntimeException.class, () -> check(Map.of(setting, value)));

    assertTrue(refused.getMessage().contains("cardflow.internal.key-file"), refused.getMessage());
  }

  @Test
  void remindersKeepTheirOrderAndMayBeEmpty() {
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
