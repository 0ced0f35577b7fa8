package io.cardflow.ops.kafka;

import static io.cardflow.ops.kafka.ClientSetting.bounded;
import static io.cardflow.ops.kafka.ClientSetting.derived;
import static io.cardflow.ops.kafka.ClientSetting.free;
import static io.cardflow.ops.kafka.ClientSetting.pinned;
import static io.cardflow.ops.kafka.ClientSetting.same;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** A SmallRye channel of the worker, and to what an operator may set its attributes. */
final class Channel {

  private static final String HEALTH = "the channel's own health checks";

  /** The prefix of the settings of all channels. */
  static final String CONNECTOR = "mp.messaging.connector.smallrye-kafka.";

  private static final List<ClientSetting> OF_ALL =
      List.of(
          free("health-enabled", HEALTH),
          free("health-readiness-enabled", HEALTH),
          free("health-topic-verification-enabled", HEALTH),
          free("health-topic-verification-timeout", HEALTH),
          free("health-topic-verification-startup-disabled", HEALTH),
          free("health-topic-verification-readiness-disabled", HEALTH),
          free("tracing-enabled", "there are no traces yet"));

  /** Sends internal messages, and answers that are not part of a lane's transaction. */
  static final Channel INTERNAL_MESSAGES =
      new Channel(
          "mp.messaging.outgoing.internalmessages.",
          KafkaClient.INTERNAL_MESSAGES,
          pinned("connector", "smallrye-kafka", "its records go to Kafka"),
          pinned("enabled", "true", "timers and outcomes of orders use only this channel"),
          pinned(
              "waitForWriteCompletion",
              "true",
              "a message counts as sent when the brokers have acknowledged it"),
          pinned("partition", "-1", "a card's key leads to its home partition"),
          pinned("key.serializer", ByteArraySerializer.class.getName(), "the key is encoded"),
          pinned("value.serializer", ByteArraySerializer.class.getName(), "the value is encoded"),
          bounded("close-timeout", 0, 10_000, "a replica that stops waits twice as long"),
          bounded("max-inflight-messages", 1, 10_000, "bounds the memory of a run of timers"),
          free("topic", "each message names its topic"));

  /** Takes in requests to erase personal data. */
  static final Channel PRIVACY =
      new Channel(
          "mp.messaging.incoming.privacy.",
          KafkaClient.PRIVACY,
          pinned("connector", "smallrye-kafka", "its records come from Kafka"),
          same(
              "enabled",
              "cardflow.inbox.enabled",
              "true",
              "requests to erase data use only this channel"),
          pinned("key.deserializer", ByteArrayDeserializer.class.getName(), "the key is decoded"),
          pinned(
              "value.deserializer", ByteArrayDeserializer.class.getName(), "the value is decoded"),
          pinned("auto.offset.reset", "earliest", "a new group must not skip requests"),
          pinned(
              "commit-strategy", "once-stored", "a request counts as consumed once it is stored"),
          derived(
              "group.id", "cardflow.inbox.group-id, followed by -privacy", "a group of its own"),
          derived("max.poll.records", "a constant", "each request is a transaction"),
          pinned("cloud-events", "false", "the value is decoded by Cardflow"),
          pinned("graceful-shutdown", "false", "an interrupted request is consumed again"),
          free("topic", "cardflow.topics.privacy names it"));

  /** Reads the events for the streams of the API. */
  static final Channel CHANGES =
      new Channel(
          "mp.messaging.incoming.changes.",
          KafkaClient.CHANGES,
          pinned("connector", "smallrye-kafka", "its records come from Kafka"),
          pinned("key.deserializer", ByteArrayDeserializer.class.getName(), "the key is decoded"),
          pinned(
              "value.deserializer", ByteArrayDeserializer.class.getName(), "the value is decoded"),
          pinned("auto.offset.reset", "latest", "a stream begins with the present"),
          pinned("commit-strategy", "ignore", "a stream begins with the present"),
          pinned("failure-strategy", "ignore", "an event without a meaning ends no stream"),
          pinned("batch", "true", "a stream gets figures, not single events"),
          pinned("consumer-rebalance-listener.name", "changes", "it reports gaps to the streams"),
          derived(
              "group.id",
              "cardflow.inbox.group-id, followed by -changes- and a random id",
              "each process reads all events"),
          derived("max.poll.records", "a constant", "bounds the memory of a poll"),
          bounded("poll-timeout", 10, 1_000, "the first stream waits as long for its events"),
          pinned("cloud-events", "false", "the value is decoded by Cardflow"),
          pinned("graceful-shutdown", "false", "there is nothing to complete"),
          free("enabled", "cardflow.console.enabled switches it on"),
          free("topic", "cardflow.topics.events names it"));

  static final List<Channel> ALL = List.of(INTERNAL_MESSAGES, PRIVACY, CHANGES);

  /**
   * Attributes that the channels also read under {@code kafka.} and that would change their
   * records.
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
          "max-inflight-messages",
          "topics",
          "pattern",
          "assign-seek",
          "retry",
          "retry-attempts",
          "retry-max-wait",
          "broadcast",
          "failure-strategy",
          "commit-strategy",
          "throttled.unprocessed-record-max-age.ms",
          "throttled.ordered",
          "throttled.ordered.max-concurrency",
          "dead-letter-queue.topic",
          "delayed-retry-topic.topics",
          "partitions",
          "requests",
          "consumer-rebalance-listener.name",
          "key-deserialization-failure-handler",
          "value-deserialization-failure-handler",
          "fail-on-deserialization-failure",
          "graceful-shutdown",
          "poll-timeout",
          "pause-if-no-requests",
          "batch",
          "max-queue-size-factor");

  private final KafkaClient client;
  private final String prefix;
  private final List<ClientSetting> attributes;
  private final Map<String, ClientSetting> byVariable = new HashMap<>();

  /**
   * @param attributes settings that are not in {@link ClientSettings}, or have another rule there
   */
  private Channel(String prefix, KafkaClient client, ClientSetting... attributes) {
    this.client = client;
    this.prefix = prefix;
    this.attributes = Stream.concat(Stream.of(attributes), OF_ALL.stream()).toList();
    ClientSettings.ALL.stream()
        .filter(setting -> client.has(setting.name()))
        .forEach(setting -> byVariable.put(variable(setting.name()), setting));
    this.attributes.forEach(setting -> byVariable.put(variable(setting.name()), setting));
  }

  /** The prefix of the channel's settings. */
  String prefix() {
    return prefix;
  }

  /** Whether it is the channel of this name. */
  boolean isNamed(String name) {
    return prefix.endsWith("." + name + ".");
  }

  /** The attributes with a rule of their own. */
  List<ClientSetting> attributes() {
    return attributes;
  }

  /** The clients to which a rule of {@link ClientSettings} applies, as the docs list them. */
  static String clientsUnder(ClientSetting setting) {
    return Stream.of(KafkaClient.values())
        .filter(client -> client.has(setting.name()))
        .filter(
            client ->
                ALL.stream()
                    .filter(channel -> channel.client == client)
                    .allMatch(channel -> setting.equals(channel.named(setting.name()))))
        .map(KafkaClient::label)
        .collect(Collectors.joining(", "));
  }

  /**
   * Finds a setting of the channel by any spelling.
   *
   * @param name without the prefix, with dots or as part of an environment variable
   * @return null if the channel must not have such a setting
   */
  ClientSetting named(String name) {
    return byVariable.get(variable(name));
  }

  /** A name as spelt in an environment variable. */
  static String variable(String name) {
    return name.replaceAll("[^A-Za-z0-9]", "_").toUpperCase(Locale.ROOT);
  }
}
