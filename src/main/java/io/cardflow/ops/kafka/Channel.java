package io.cardflow.ops.kafka;

import static io.cardflow.ops.kafka.ClientSetting.bounded;
import static io.cardflow.ops.kafka.ClientSetting.free;
import static io.cardflow.ops.kafka.ClientSetting.pinned;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;

/** The SmallRye channel through which the worker sends its internal messages. */
final class Channel {

  static final String NAME = "internalmessages";

  /** The prefixes of its settings, the more specific first. */
  static final List<String> PREFIXES =
      List.of("mp.messaging.outgoing." + NAME + ".", "mp.messaging.connector.smallrye-kafka.");

  /** Settings of the channel that are not in {@link ClientSettings}, or have another rule there. */
  static final List<ClientSetting> ATTRIBUTES =
      List.of(
          pinned("connector", "smallrye-kafka", "its records go to Kafka"),
          pinned("enabled", "true", "timers and outcomes of orders use only this channel"),
          pinned(
              "waitForWriteCompletion",
              "true",
              "a message counts as sent when the brokers have acknowledged it"),
          pinned("partition", "-1", "a card's key leads to its home partition"),
          pinned("key.serializer", StringSerializer.class.getName(), "the key is the card id"),
          pinned("value.serializer", ByteArraySerializer.class.getName(), "the value is encoded"),
          bounded("close-timeout", 0, 10_000, "a replica that stops waits twice as long"),
          bounded("max-inflight-messages", 1, 10_000, "bounds the memory of a run of timers"),
          free("topic", "each message names its topic"),
          free("health-enabled", "the channel's own health checks"),
          free("health-readiness-enabled", "the channel's own health checks"),
          free("health-topic-verification-enabled", "the channel's own health checks"),
          free("health-topic-verification-timeout", "the channel's own health checks"),
          free("health-topic-verification-startup-disabled", "the channel's own health checks"),
          free("health-topic-verification-readiness-disabled", "the channel's own health checks"),
          free("tracing-enabled", "there are no traces yet"));

  /**
   * Attributes that the channel also reads under {@code kafka.} and that would change its records.
   */
  static final List<String> READ_FROM_KAFKA =
      List.of(
          "partition",
          "key",
          "cloud-events",
          "cloud-events-source",
          "cloud-events-type",
          "cloud-events-subject",
          "cloud-events-data-content-type",
          "cloud-events-data-schema",
          "cloud-events-insert-timestamp",
          "cloud-events-mode",
          "propagate-record-key",
          "propagate-headers",
          "key-serialization-failure-handler",
          "value-serialization-failure-handler",
          "interceptor-bean",
          "client-id-prefix",
          "lazy-client",
          "close-timeout",
          "max-inflight-messages");

  private static final Map<String, ClientSetting> BY_VARIABLE = byVariable();

  private Channel() {}

  /**
   * Finds a setting of the channel by any spelling.
   *
   * @param name without the prefix, with dots or as part of an environment variable
   * @return null if the channel must not have such a setting
   */
  static ClientSetting named(String name) {
    return BY_VARIABLE.get(variable(name));
  }

  /** A name as spelt in an environment variable. */
  static String variable(String name) {
    return name.replaceAll("[^A-Za-z0-9]", "_").toUpperCase(Locale.ROOT);
  }

  private static Map<String, ClientSetting> byVariable() {
    Map<String, ClientSetting> settings = new HashMap<>();
    ClientSettings.ALL.stream()
        .filter(setting -> KafkaClient.INTERNAL_MESSAGES.has(setting.name()))
        .forEach(setting -> settings.put(variable(setting.name()), setting));
    ATTRIBUTES.forEach(setting -> settings.put(variable(setting.name()), setting));
    return Map.copyOf(settings);
  }
}
