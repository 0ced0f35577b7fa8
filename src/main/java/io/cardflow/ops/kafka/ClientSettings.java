package io.cardflow.ops.kafka;

import static io.cardflow.ops.kafka.ClientSetting.bounded;
import static io.cardflow.ops.kafka.ClientSetting.derived;
import static io.cardflow.ops.kafka.ClientSetting.free;
import static io.cardflow.ops.kafka.ClientSetting.never;
import static io.cardflow.ops.kafka.ClientSetting.pinned;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.RangeAssignor;

/**
 * The settings of Kafka's clients: those that a guarantee depends on and that are pinned, those
 * that may be changed within bounds, and those that are free.
 *
 * <p>A setting that is not listed is not checked: the operator's login modules and metrics
 * reporters have their own settings. All of Kafka's are listed, except for those under {@code
 * sasl.} and {@code ssl.}, which are free.
 */
public final class ClientSettings {

  private static final String EVENTS_OF_A_CARD =
      "a card's events keep their order because its key leads to one partition";
  private static final String NO_PLUGIN =
      "a record must reach its topic as it was decided, and the worker as it was sent";
  private static final String EXACTLY_ONCE =
      "records and offsets are committed in one transaction, each once and in order";
  private static final String LANE_BYTES = "lanes read and write bytes";
  private static final String UNKEYED = "affects only records without a key, such as dead letters";
  private static final String SPEED = "performance only";
  private static final String RETURN = "a longer wait delays the return after an outage";
  private static final String METRICS = "metrics only";

  static final List<ClientSetting> ALL =
      List.of(
          never("partitioner.class", EVENTS_OF_A_CARD),
          pinned("partitioner.ignore.keys", "false", EVENTS_OF_A_CARD),
          pinned("acks", "all", "published records must survive the loss of a broker"),
          pinned("enable.idempotence", "true", EXACTLY_ONCE),
          bounded("max.in.flight.requests.per.connection", 1, 5, EXACTLY_ONCE),
          pinned(
              "retries",
              Integer.toString(Integer.MAX_VALUE),
              "delivery.timeout.ms ends the attempts; fewer would lose a record in between"),
          derived(
              "transactional.id",
              "cardflow.inbox.group-id, the lane and cardflow.inbox.instance-id",
              "a lane that starts again ends the transaction that it left open"),
          pinned(
              "transaction.timeout.ms",
              "10000",
              "read-committed consumers wait as long for a killed replica, and replays are cut to"
                  + " fit"),
          pinned("transaction.two.phase.commit.enable", "false", EXACTLY_ONCE),
          never("interceptor.classes", NO_PLUGIN),
          never("key.serializer", LANE_BYTES),
          never("value.serializer", LANE_BYTES),
          never("key.deserializer", LANE_BYTES),
          never("value.deserializer", LANE_BYTES),
          derived("group.id", "cardflow.inbox.group-id", "all replicas share one group"),
          never(
              "group.instance.id",
              "lanes are dynamic members: two static ones with the same id fence each other"),
          pinned("group.protocol", "classic", "the new protocol has no client-side assignor"),
          never("group.remote.assignor", "the new protocol is not used"),
          pinned(
              "partition.assignment.strategy",
              RangeAssignor.class.getName(),
              "a card's two inbound partitions belong to one lane"),
          pinned("isolation.level", "read_committed", "an aborted record must not be decided"),
          pinned("enable.auto.commit", "false", EXACTLY_ONCE),
          pinned(
              "auto.offset.reset", "none", "a lost offset halts its partition instead of a guess"),
          pinned("allow.auto.create.topics", "false", "a misspelt topic is a fault, not a topic"),
          pinned("check.crcs", "true", "a damaged record must not be decided"),
          pinned(
              "internal.leave.group.on.close",
              "true",
              "a replica that stops hands its partitions over without a wait"),
          pinned(
              "internal.throw.on.fetch.stable.offset.unsupported",
              "false",
              "for Kafka Streams only"),
          never("bootstrap.controllers", "the worker queries brokers, not controllers"),
          derived(
              "client.id",
              "cardflow.inbox.group-id, the lane and cardflow.inbox.instance-id",
              "it identifies a second replica with the same instance id"),
          derived(
              "max.poll.records", "cardflow.inbox.batch-size", "a poll brings one unit of work"),
          bounded(
              "max.poll.interval.ms",
              60_000,
              600_000,
              "a unit of work must fit; a lane that is stuck keeps its partitions as long"),
          bounded(
              "session.timeout.ms",
              6_000,
              60_000,
              "the partitions of a killed replica wait as long; at least three heartbeats"),
          bounded(
              "heartbeat.interval.ms",
              100,
              20_000,
              "a member learns of a rebalance by its heartbeat"),
          bounded(
              "request.timeout.ms",
              2_000,
              8_000,
              "must leave time for a second attempt within delivery.timeout.ms"),
          bounded(
              "delivery.timeout.ms",
              4_000,
              10_000,
              "the transaction ends after 10 s; at least linger.ms and request.timeout.ms"),
          bounded(
              "default.api.timeout.ms",
              2_000,
              60_000,
              "a lane waits as long for an answer; at least request.timeout.ms"),
          bounded("max.block.ms", 2_000, 60_000, "a lane waits as long for a broker"),
          bounded("linger.ms", 0, 100, "each internal message waits as long"),
          bounded(
              "batch.size",
              0,
              1_048_576,
              "each partition that is written to takes as much of buffer.memory"),
          bounded(
              "buffer.memory",
              16_777_216,
              268_435_456,
              "must hold the largest request, alongside others, in the heap"),
          bounded(
              "max.request.size",
              4_194_304,
              67_108_864,
              "must hold the largest record: a dead letter with its headers"),
          bounded("fetch.min.bytes", 1, 65_536, "a record waits up to fetch.max.wait.ms"),
          bounded("fetch.max.wait.ms", 10, 1_000, "a record waits as long where few others arrive"),
          bounded(
              "fetch.max.bytes",
              65_536,
              16_777_216,
              "bounds the memory of a fetch, before records are unpacked"),
          bounded(
              "max.partition.fetch.bytes",
              65_536,
              16_777_216,
              "bounds the memory of a fetch, before records are unpacked"),
          bounded(
              "metadata.max.age.ms",
              1_000,
              600_000,
              "delays the detection of added partitions and recreated topics"),
          bounded("metadata.max.idle.ms", 5_000, 600_000, SPEED),
          bounded("reconnect.backoff.ms", 10, 10_000, RETURN),
          bounded("reconnect.backoff.max.ms", 10, 10_000, RETURN),
          bounded("retry.backoff.ms", 1, 1_000, RETURN),
          bounded("retry.backoff.max.ms", 1, 5_000, RETURN),
          bounded("socket.connection.setup.timeout.ms", 1_000, 60_000, RETURN),
          bounded("socket.connection.setup.timeout.max.ms", 1_000, 60_000, RETURN),
          bounded(
              "connections.max.idle.ms",
              10_000,
              86_400_000,
              "a connection must outlive the pause between two requests"),
          free("bootstrap.servers", "where the cluster is"),
          free("client.dns.lookup", "where the cluster is"),
          free("client.rack", "where the cluster is"),
          free("metadata.recovery.strategy", "where the cluster is"),
          free("metadata.recovery.rebootstrap.trigger.ms", "where the cluster is"),
          free("security.protocol", "authentication and trust"),
          free("security.providers", "authentication and trust"),
          free("compression.type", SPEED),
          free("compression.gzip.level", SPEED),
          free("compression.lz4.level", SPEED),
          free("compression.zstd.level", SPEED),
          free("send.buffer.bytes", SPEED),
          free("receive.buffer.bytes", SPEED),
          free("partitioner.adaptive.partitioning.enable", UNKEYED),
          free("partitioner.availability.timeout.ms", UNKEYED),
          free("metric.reporters", METRICS),
          free("metrics.num.samples", METRICS),
          free("metrics.recording.level", METRICS),
          free("metrics.sample.window.ms", METRICS),
          free("enable.metrics.push", METRICS),
          free("auto.commit.interval.ms", "not used here"),
          free("exclude.internal.topics", "not used here"),
          free("share.acknowledgement.mode", "not used here"));

  private static final Map<String, ClientSetting> BY_NAME =
      ALL.stream().collect(Collectors.toUnmodifiableMap(ClientSetting::name, Function.identity()));

  private ClientSettings() {}

  /** The setting of this name, or null if it is not listed. */
  static ClientSetting named(String name) {
    return BY_NAME.get(name);
  }

  /**
   * The settings of an admin client.
   *
   * @param operator the operator's settings, by Kafka's names
   */
  public static Map<String, Object> admin(Map<String, Object> operator) {
    Map<String, Object> settings = new HashMap<>();
    settings.put(CommonClientConfigs.DEFAULT_API_TIMEOUT_MS_CONFIG, 10_000);
    settings.put(CommonClientConfigs.REQUEST_TIMEOUT_MS_CONFIG, 5_000);
    settings.putAll(operator);
    pin(KafkaClient.ADMIN, settings);
    return settings;
  }

  /**
   * The settings of a consumer that is in no group, reads committed records, and is closed after a
   * few seconds. A fetch is small, since most of what it brings may not be needed.
   *
   * @param operator the operator's settings, by Kafka's names
   */
  static Map<String, Object> reader(Map<String, Object> operator) {
    Map<String, Object> settings = new HashMap<>(operator);
    pin(KafkaClient.CONSUMER, settings);
    settings.put(CommonClientConfigs.DEFAULT_API_TIMEOUT_MS_CONFIG, 5_000);
    settings.put(CommonClientConfigs.REQUEST_TIMEOUT_MS_CONFIG, 5_000);
    settings.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, 500);
    settings.put(ConsumerConfig.FETCH_MIN_BYTES_CONFIG, 1);
    settings.put(ConsumerConfig.FETCH_MAX_BYTES_CONFIG, 1024 * 1024);
    settings.put(ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG, 256 * 1024);
    // A fetch in advance at the end of a partition would delay the one that is needed next.
    settings.put(ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG, 1);
    return settings;
  }

  /**
   * Overwrites settings of a client with the pinned values, and removes those that must not be set.
   * The caller then adds those that follow from Cardflow's own settings.
   *
   * @param settings by Kafka's names; modified
   */
  public static void pin(KafkaClient client, Map<String, Object> settings) {
    for (ClientSetting setting : ALL) {
      if (setting.rule() instanceof Rule.Derived) {
        settings.remove(setting.name());
      } else if (setting.rule() instanceof Rule.Pinned pin) {
        if (pin.value() == null || !client.has(setting.name())) {
          settings.remove(setting.name());
        } else {
          settings.put(setting.name(), pin.value());
        }
      }
    }
  }
}
