package io.cardflow.inbox;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cardflow.servers.WorkerSettings;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Contradictory settings of a Kafka client are rejected by name. */
class CoherenceTest {

  @Test
  void theDefaultsAreCoherent() {
    assertDoesNotThrow(() -> check(Map.of()));
  }

  @ParameterizedTest
  @CsvSource({
    "delivery.timeout.ms, 4000, request.timeout.ms, 5000, linger.ms, 0",
    "delivery.timeout.ms, 8050, request.timeout.ms, 8000, linger.ms, 100",
    "session.timeout.ms, 6000, heartbeat.interval.ms, 2001, linger.ms, 0",
    "default.api.timeout.ms, 4000, request.timeout.ms, 5000, linger.ms, 0",
    "buffer.memory, 16777216, max.request.size, 33554432, linger.ms, 0",
    "retry.backoff.max.ms, 1, retry.backoff.ms, 100, linger.ms, 0",
  })
  void contradictorySettingsAreRejectedByName(
      String refused, String value, String other, String otherValue, String third, String thirds) {
    Map<String, Object> settings = Map.of(refused, value, other, otherValue, third, thirds);

    RuntimeException failure = assertThrows(RuntimeException.class, () -> check(settings));

    assertTrue(failure.getMessage().contains("kafka." + refused), failure.getMessage());
    assertTrue(failure.getMessage().contains("kafka." + other), failure.getMessage());
  }

  @ParameterizedTest
  @CsvSource({"security.protocol, FOO", "client.dns.lookup, x", "compression.type, rar"})
  void valuesThatKafkaDoesNotAcceptAreRejectedByName(String name, String value) {
    RuntimeException failure =
        assertThrows(RuntimeException.class, () -> check(Map.of(name, value)));

    assertTrue(failure.getMessage().contains(name), failure.getMessage());
  }

  private static void check(Map<String, Object> given) {
    Map<String, Object> kafka = new HashMap<>(given);
    kafka.put("bootstrap.servers", "localhost:9092");
    new KafkaClients(kafka, WorkerSettings.config(Map.of())).check();
  }
}
