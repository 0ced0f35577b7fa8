package io.cardflow.inbox;

import io.cardflow.ops.CardflowConfig;
import io.cardflow.ops.kafka.ClientSettings;
import io.cardflow.ops.kafka.KafkaClient;
import io.smallrye.common.annotation.Identifier;
import jakarta.annotation.PostConstruct;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.Deserializer;

/**
 * Creates the Kafka clients. Their settings have three layers: defaults, then the operator's under
 * {@code kafka.}, then the pinned ones that the guarantees depend on: {@link ClientSettings}.
 */
@Singleton
class KafkaClients {

  private static final Set<String> GROUP_SETTINGS =
      Set.of(ConsumerConfig.GROUP_ID_CONFIG, ConsumerConfig.GROUP_INSTANCE_ID_CONFIG);

  private final Map<String, Object> operator;
  private final CardflowConfig.Inbox config;
  private final ClientIds ids;
  private final Map<Integer, Consumer<byte[], InboundValue>> consumers = new ConcurrentHashMap<>();

  KafkaClients(
      @Identifier("default-kafka-broker") Map<String, Object> operator, CardflowConfig config) {
    this.operator = operator;
    this.config = config.inbox();
    this.ids =
        new ClientIds(
            config.inbox().groupId(),
            config.inbox().instanceId().orElseGet(() -> UUID.randomUUID().toString()));
  }

  /**
   * Rejects settings that no client could be created with, or that contradict each other.
   *
   * @throws IllegalArgumentException naming the setting
   */
  @PostConstruct
  void check() {
    Coherence.requireAdmin(ClientSettings.admin(operator));
    Coherence.requireConsumer(consumerSettings(0));
    Coherence.requireProducer(producerSettings(0));
  }

  /** The maximum number of records in a poll. */
  int batchSize() {
    return config.batchSize();
  }

  /** The consumer group of all replicas. */
  String groupId() {
    return config.groupId();
  }

  /** This replica's instance id: the configured one, or a random one. */
  String instance() {
    return ids.instance();
  }

  /** Whether a client id belongs to a lane of this replica. */
  boolean isOwn(String clientId) {
    for (int lane = 0; lane < config.lanes(); lane++) {
      if (ids.of(lane).equals(clientId)) {
        return true;
      }
    }
    return false;
  }

  /** How long a lane may take between two polls before the group revokes its partitions. */
  Duration maxPollInterval() {
    Object set = operator.get(ConsumerConfig.MAX_POLL_INTERVAL_MS_CONFIG);
    return Duration.ofMillis(set == null ? 300_000 : Long.parseLong(set.toString()));
  }

  Admin admin() {
    return Admin.create(ClientSettings.admin(operator));
  }

  /**
   * A consumer of both inbound topics that keeps no more of the polled records than the budget
   * allows. Range assignment keeps a card's two partitions together.
   *
   * @throws NamesakeFound if another member of the group has this lane's client id
   */
  Consumer<byte[], InboundValue> consumer(int lane, ReadBudget budget) {
    requireNoNamesake(lane, "");
    Consumer<byte[], InboundValue> consumer =
        new KafkaConsumer<>(consumerSettings(lane), budget.keys(), budget.values());
    consumers.put(lane, consumer);
    return consumer;
  }

  private Map<String, Object> consumerSettings(int lane) {
    Map<String, Object> settings = new HashMap<>();
    settings.put(ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG, 15_000);
    // Members learn of a rebalance from the response to a heartbeat, and no record is consumed
    // until the last one knows.
    settings.put(ConsumerConfig.HEARTBEAT_INTERVAL_MS_CONFIG, 500);
    settings.put(ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, 10_000);
    settings.put(ConsumerConfig.REQUEST_TIMEOUT_MS_CONFIG, 8_000);
    // Enough for two batches. A response is one array, and large arrays in a small heap cause
    // repeated concurrent marking. A larger record is still returned, alone.
    settings.put(ConsumerConfig.FETCH_MAX_BYTES_CONFIG, 1024 * 1024);
    settings.put(ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG, 256 * 1024);
    settings.putAll(operator);
    ClientSettings.pin(KafkaClient.CONSUMER, settings);
    settings.put(ConsumerConfig.CLIENT_ID_CONFIG, ids.of(lane));
    settings.put(ConsumerConfig.GROUP_ID_CONFIG, config.groupId());
    settings.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, config.batchSize());
    return settings;
  }

  /**
   * A transactional producer. Its transactions time out after ten seconds, since a crashed replica
   * would otherwise block every read-committed consumer for a minute. Call it on the lane's own
   * thread: it uses the lane's consumer.
   *
   * @throws NamesakeFound if another member of the group has this lane's client id and precedence
   */
  Producer<byte[], byte[]> producer(int lane) {
    Consumer<byte[], InboundValue> consumer = consumers.get(lane);
    if (consumer != null && !consumer.groupMetadata().memberId().isEmpty()) {
      requireNoNamesake(lane, consumer.groupMetadata().memberId());
    }
    return new KafkaProducer<>(
        producerSettings(lane), new ByteArraySerializer(), new ByteArraySerializer());
  }

  private Map<String, Object> producerSettings(int lane) {
    Map<String, Object> settings = new HashMap<>();
    settings.put(ProducerConfig.LINGER_MS_CONFIG, 0);
    // A transaction that follows another immediately is rejected as concurrent until the markers of
    // that one are written, so it is retried quickly.
    settings.put(ProducerConfig.RETRY_BACKOFF_MS_CONFIG, 5);
    settings.put(ProducerConfig.BATCH_SIZE_CONFIG, 128 * 1024);
    settings.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, 10_000);
    settings.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, 5_000);
    settings.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, 9_000);
    settings.put(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, 8 * 1024 * 1024);
    settings.putAll(operator);
    ClientSettings.pin(KafkaClient.PRODUCER, settings);
    settings.put(ProducerConfig.CLIENT_ID_CONFIG, ids.of(lane));
    settings.put(ProducerConfig.TRANSACTIONAL_ID_CONFIG, ids.of(lane));
    return settings;
  }

  /**
   * A consumer outside the group that reads single records to find their age. It also reads
   * uncommitted records, fetches little, and keeps neither key nor value.
   */
  Consumer<Void, Void> observer() {
    Map<String, Object> settings = new HashMap<>(operator);
    settings.keySet().removeAll(GROUP_SETTINGS);
    settings.put(ConsumerConfig.CLIENT_ID_CONFIG, ids.observer());
    settings.put(ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, 5_000);
    settings.put(ConsumerConfig.REQUEST_TIMEOUT_MS_CONFIG, 5_000);
    settings.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_uncommitted");
    settings.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
    settings.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "none");
    settings.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
    settings.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, 1);
    // A broker returns one whole batch even if it is larger.
    settings.put(ConsumerConfig.FETCH_MIN_BYTES_CONFIG, 1);
    settings.put(ConsumerConfig.FETCH_MAX_BYTES_CONFIG, 1024);
    settings.put(ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG, 1024);
    settings.put(ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG, 10);
    Deserializer<Void> nothing = (topic, bytes) -> null;
    return new KafkaConsumer<>(settings, nothing, nothing);
  }

  /** Does nothing for a generated instance id, which is unique. */
  private void requireNoNamesake(int lane, String memberId) {
    if (config.instanceId().isPresent()) {
      try (Admin admin = admin()) {
        Namesakes.require(
            admin, config.groupId(), ids.of(lane), memberId, config.instanceId().get());
      }
    }
  }
}
