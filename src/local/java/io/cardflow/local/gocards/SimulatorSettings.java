package io.cardflow.local.gocards;

import java.time.Duration;
import java.time.ZoneId;
import java.util.Map;

/**
 * The settings of a simulated bureau. Delays count from the previous step and may be zero.
 *
 * @param host the listen address
 * @param port the port, 0 for any free one
 * @param topic the topic of the notifications
 * @param clients the secrets of the clients, by client id
 * @param tokenLife the validity of a token
 * @param startAfter delay from the order to the start of production
 * @param produceAfter delay from the start to the produced card
 * @param shipAfter delay from the produced card to its shipment
 * @param slowBy the delay of a slow response
 * @param lateBy the delay of a late notification
 * @param retryAfter the {@code Retry-After} of a 429
 * @param idempotent whether an order with a known reference is answered as before, and found by it
 * @param zone the zone of the times, which do not show it
 * @param seed the seed of the random faults
 * @param pushUrl the worker's hook; null for no pushes
 * @param pushSecret the secret of their signatures, in Base64; null without a URL
 */
public record SimulatorSettings(
    String host,
    int port,
    String bootstrapServers,
    String topic,
    Map<String, String> clients,
    Duration tokenLife,
    Duration startAfter,
    Duration produceAfter,
    Duration shipAfter,
    Duration slowBy,
    Duration lateBy,
    Duration retryAfter,
    boolean idempotent,
    ZoneId zone,
    long seed,
    String pushUrl,
    String pushSecret) {

  /**
   * Returns settings of a fast bureau on any port, with one client {@code cardflow} and the same
   * secret.
   */
  public static SimulatorSettings quick(String bootstrapServers, String topic) {
    return new SimulatorSettings(
        "127.0.0.1",
        0,
        bootstrapServers,
        topic,
        Map.of("cardflow", "cardflow"),
        Duration.ofMinutes(10),
        Duration.ofMillis(200),
        Duration.ofMillis(200),
        Duration.ofMillis(200),
        Duration.ofSeconds(2),
        Duration.ofSeconds(5),
        Duration.ofSeconds(1),
        true,
        ZoneId.of("Europe/Stockholm"),
        1,
        null,
        null);
  }

  /** Returns the same settings with other clients and other delays of faults. */
  public SimulatorSettings with(Map<String, String> clients, Duration slowBy, Duration lateBy) {
    return new SimulatorSettings(
        host,
        port,
        bootstrapServers,
        topic,
        clients,
        tokenLife,
        startAfter,
        produceAfter,
        shipAfter,
        slowBy,
        lateBy,
        retryAfter,
        idempotent,
        zone,
        seed,
        pushUrl,
        pushSecret);
  }

  /** Returns the same settings for a bureau without idempotency and without a look-up. */
  public SimulatorSettings withoutIdempotency() {
    return new SimulatorSettings(
        host,
        port,
        bootstrapServers,
        topic,
        clients,
        tokenLife,
        startAfter,
        produceAfter,
        shipAfter,
        slowBy,
        lateBy,
        retryAfter,
        false,
        zone,
        seed,
        pushUrl,
        pushSecret);
  }

  /** Returns the same settings for a bureau that also pushes events. */
  public SimulatorSettings pushingTo(String url, String secret) {
    return new SimulatorSettings(
        host,
        port,
        bootstrapServers,
        topic,
        clients,
        tokenLife,
        startAfter,
        produceAfter,
        shipAfter,
        slowBy,
        lateBy,
        retryAfter,
        idempotent,
        zone,
        seed,
        url,
        secret);
  }
}
