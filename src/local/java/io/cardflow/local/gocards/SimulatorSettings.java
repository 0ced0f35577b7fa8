package io.cardflow.local.gocards;

import java.time.Duration;
import java.util.Map;

/**
 * How a simulated bureau works. Times count from the step before and may be zero.
 *
 * @param host the address it listens on
 * @param port the port, 0 for any free one
 * @param topic where it sends its notifications
 * @param clients the secrets of those who may log in, by client id
 * @param tokenLife how long a log-in is good for
 * @param startAfter from the order to the start of production
 * @param produceAfter from the start to the made card
 * @param shipAfter from the made card to its shipment
 * @param slowBy how late a slow answer comes
 * @param lateBy how late a late notification comes
 * @param retryAfter what it asks to wait with a 429
 * @param seed what its chance begins with
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
    long seed) {

  /** A quick bureau on any port, for one client {@code cardflow} with the same secret. */
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
        1);
  }

  /** The same bureau for other clients and with other delays of its faults. */
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
        seed);
  }
}
