package io.cardflow.local.gocards;

import io.quarkus.arc.Unremovable;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.Map;

/** The settings of the simulated bureau. */
@Unremovable
@ConfigMapping(prefix = "cardflow.simulator")
public interface SimulatorConfig {

  /** The address it listens on; in a container {@code 0.0.0.0}. */
  @WithDefault("127.0.0.1")
  String host();

  @WithDefault("8090")
  int port();

  /** Who may log in. */
  @WithDefault("cardflow")
  String clientId();

  @WithDefault("cardflow")
  String clientSecret();

  /** How long a log-in is good for. */
  @WithDefault("10m")
  Duration tokenLife();

  /** From an order to the start of production. */
  @WithDefault("2s")
  Duration startAfter();

  /** From the start to the made card. */
  @WithDefault("2s")
  Duration produceAfter();

  /** From the made card to its shipment. */
  @WithDefault("2s")
  Duration shipAfter();

  /** How late a slow answer comes. */
  @WithDefault("40s")
  Duration slowBy();

  /** How late a late notification comes. */
  @WithDefault("30s")
  Duration lateBy();

  /** What it asks to wait with a 429. */
  @WithDefault("2s")
  Duration retryAfter();

  /** What its chance begins with. */
  @WithDefault("1")
  long seed();

  /** The share of cases that each fault hits, 0 to 1, by name such as {@code answer-lost}. */
  Map<String, Double> faults();

  /** These settings for a bureau that notifies here. */
  default SimulatorSettings settings(String bootstrapServers, String topic) {
    return new SimulatorSettings(
        host(),
        port(),
        bootstrapServers,
        topic,
        Map.of(clientId(), clientSecret()),
        tokenLife(),
        startAfter(),
        produceAfter(),
        shipAfter(),
        slowBy(),
        lateBy(),
        retryAfter(),
        seed());
  }
}
