package io.cardflow.local.gocards;

import io.quarkus.arc.Unremovable;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.time.ZoneId;
import java.util.Map;
import java.util.Optional;

/** The settings of the simulated bureau. */
@Unremovable
@ConfigMapping(prefix = "cardflow.simulator")
public interface SimulatorConfig {

  /** The listen address; in a container {@code 0.0.0.0}. */
  @WithDefault("127.0.0.1")
  String host();

  @WithDefault("8090")
  int port();

  /** The client that may log in. */
  @WithDefault("cardflow")
  String clientId();

  @WithDefault("cardflow")
  String clientSecret();

  /** The validity of a token. */
  @WithDefault("10m")
  Duration tokenLife();

  /** Delay from an order to the start of production. */
  @WithDefault("2s")
  Duration startAfter();

  /** Delay from the start to the produced card. */
  @WithDefault("2s")
  Duration produceAfter();

  /** Delay from the produced card to its shipment. */
  @WithDefault("2s")
  Duration shipAfter();

  /** The delay of a slow response. */
  @WithDefault("40s")
  Duration slowBy();

  /** The delay of a late notification. */
  @WithDefault("30s")
  Duration lateBy();

  /** The {@code Retry-After} of a 429. */
  @WithDefault("2s")
  Duration retryAfter();

  /**
   * Whether an order with a known reference is answered as before, and found by it. Otherwise it is
   * taken again: a bureau for {@code cardflow.gocards.unknown-outcome=ask}.
   */
  @WithDefault("true")
  boolean idempotent();

  /** The time zone of the times, which do not show it. */
  @WithDefault("Europe/Stockholm")
  ZoneId timeZone();

  /** The seed of the random faults. */
  @WithDefault("1")
  long seed();

  /** The worker's hook, to which events are pushed as well; none are without it. */
  Optional<String> pushUrl();

  /** The secret of the signatures of pushed events, in Base64 with or without {@code whsec_}. */
  Optional<String> pushSecret();

  /** The share of cases that each fault hits, 0 to 1, by name such as {@code answer-lost}. */
  Map<String, Double> faults();

  /** Returns these settings for a bureau with this broker and topic. */
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
        idempotent(),
        timeZone(),
        seed(),
        pushUrl().orElse(null),
        pushSecret().orElse(null));
  }
}
