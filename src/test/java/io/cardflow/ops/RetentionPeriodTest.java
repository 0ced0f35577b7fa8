package io.cardflow.ops;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.cardflow.servers.WorkerSettings;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A retention period is a duration, or off. */
class RetentionPeriodTest {

  @ParameterizedTest
  @ValueSource(strings = {"off", "OFF", " off "})
  void offKeepsDataWithoutEnd(String off) {
    CardflowConfig.Retention retention = retention(Map.of("cardflow.retention.journal", off));

    assertEquals(Optional.empty(), retention.journal());
    assertEquals(Optional.of(Duration.ofDays(90)), retention.delivery());
  }

  @Test
  void aDurationIsReadAsElsewhere() {
    assertEquals(
        Optional.of(Duration.ofDays(3)),
        retention(Map.of("cardflow.retention.unknown-cards", "3d")).unknownCards());
  }

  @Test
  void theDefaultsAreThoseOfTheDocs() {
    CardflowConfig.Retention retention = retention(Map.of());

    assertEquals(Optional.of(Duration.ofDays(400)), retention.journal());
    assertEquals(Optional.of(Duration.ofDays(400)), retention.cards());
    assertEquals(Optional.of(Duration.ofDays(400)), retention.assignments());
    assertEquals(Optional.of(Duration.ofDays(30)), retention.unknownCards());
  }

  private static CardflowConfig.Retention retention(Map<String, String> settings) {
    return WorkerSettings.config(settings).retention();
  }
}
