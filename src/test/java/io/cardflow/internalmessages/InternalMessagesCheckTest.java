package io.cardflow.internalmessages;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cardflow.servers.WorkerSettings;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** With accepted settings a lane can parse the worker's internal messages. */
class InternalMessagesCheckTest {

  @Test
  void theDefaultsAreParsed() {
    assertDoesNotThrow(() -> check(Map.of()));
  }

  @Test
  void theLongestSourceIsParsedAndALongerOneRejectedByName() {
    assertDoesNotThrow(() -> check(Map.of("cardflow.source", "/" + "s".repeat(255))));

    for (int length : new int[] {257, 281}) {
      RuntimeException refused =
          assertThrows(
              RuntimeException.class,
              () -> check(Map.of("cardflow.source", "/" + "s".repeat(length - 1))));
      assertTrue(refused.getMessage().startsWith("cardflow.source="), refused.getMessage());
      assertTrue(refused.getMessage().contains("longer than 256"), refused.getMessage());
    }
  }

  @ParameterizedTest
  @CsvSource({
    "cardflow.expiry.reminders, '366d,1s'",
    "cardflow.expiry.reminders, '365d,PT23H59M59.999S,PT1.001S'",
    "cardflow.dwell.processing, 3660d",
    "cardflow.dwell.ordered, 1s",
    "cardflow.dwell.expired, PT87839H59M59.999S",
  })
  void theLimitsOfAcceptedSettingsAreParsed(String setting, String value) {
    assertDoesNotThrow(() -> check(Map.of(setting, value)));
  }

  @ParameterizedTest
  @CsvSource({
    "cardflow.expiry.reminders, 100000d",
    "cardflow.expiry.reminders, PT0.0001S",
    "cardflow.dwell.processing, 100000d",
    "cardflow.dwell.expired, -1d",
  })
  void settingsThatALaneCouldNotParseAreRejectedByName(String setting, String value) {
    RuntimeException refused =
        assertThrows(RuntimeException.class, () -> check(Map.of(setting, value)));

    assertTrue(refused.getMessage().startsWith(setting + "="), refused.getMessage());
  }

  private static void check(Map<String, String> settings) {
    new InternalMessagesCheck(WorkerSettings.config(settings)).check();
  }
}
