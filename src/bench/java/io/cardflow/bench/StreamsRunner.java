package io.cardflow.bench;

import io.cardflow.domain.Card;
import io.cardflow.domain.CardState;
import io.cardflow.domain.Command.AssignCard;
import io.cardflow.domain.InboundTopic;
import io.cardflow.domain.Message;
import io.cardflow.wire.Header;
import io.cardflow.wire.OutboundTopic;
import io.cardflow.wire.Outgoing;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import java.util.Properties;
import java.util.UUID;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueBytesStoreSupplier;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.StoreBuilder;
import org.apache.kafka.streams.state.Stores;

/**
 * The same decisions in Kafka Streams. Cards, message names and holders are in RocksDB or in
 * memory, with changelogs; two threads, as Cardflow has two lanes. One card per holder is enforced
 * only within a partition: enforcing it across partitions would require another topic.
 */
final class StreamsRunner {

  /** The prefix of settings that are passed to Streams. */
  static final String CONFIG = "bench.streams.config.";

  /** The setting that keeps the stores in memory instead of in RocksDB. */
  static final String IN_MEMORY = "bench.streams.in-memory";

  /** The setting for the state directory. */
  static final String STATE_DIRECTORY = "bench.streams.state-directory";

  private static final String CARDS = "cards";
  private static final String SEEN = "seen";
  private static final String HOLDERS = "holders";

  private StreamsRunner() {}

  /** Runs until it is killed. */
  public static void main(String[] args) {
    String commands = System.getProperty("cardflow.topics.commands");
    String statuses = System.getProperty("cardflow.topics.producer-status");
    Properties settings = new Properties();
    settings.put(StreamsConfig.APPLICATION_ID_CONFIG, commands);
    settings.put(
        StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, System.getProperty("kafka.bootstrap.servers"));
    settings.put(StreamsConfig.PROCESSING_GUARANTEE_CONFIG, StreamsConfig.EXACTLY_ONCE_V2);
    settings.put(StreamsConfig.NUM_STREAM_THREADS_CONFIG, 2);
    settings.put(StreamsConfig.REPLICATION_FACTOR_CONFIG, 1);
    settings.put(
        StreamsConfig.STATE_DIR_CONFIG,
        Path.of(System.getProperty(STATE_DIRECTORY), commands).toString());
    settings.put(StreamsConfig.consumerPrefix("auto.offset.reset"), "earliest");
    settings.put(
        StreamsConfig.consumerPrefix("session.timeout.ms"),
        System.getProperty("kafka.session.timeout.ms"));
    settings.put(
        StreamsConfig.consumerPrefix("max.poll.interval.ms"),
        System.getProperty("kafka.max.poll.interval.ms"));
    for (String name : System.getProperties().stringPropertyNames()) {
      if (name.startsWith(CONFIG)) {
        settings.put(name.substring(CONFIG.length()), System.getProperty(name));
      }
    }
    var bytes = Serdes.ByteArray();
    Topology topology = new Topology();
    topology.addSource("in", bytes.deserializer(), bytes.deserializer(), commands, statuses);
    topology.addProcessor("decide", () -> new Deciding(statuses), "in");
    topology.addStateStore(store(CARDS, CardSerde.serde()), "decide");
    topology.addStateStore(store(SEEN, bytes), "decide");
    topology.addStateStore(store(HOLDERS, Serdes.String()), "decide");
    topology.addSink(
        OutboundTopic.EVENTS.name(),
        System.getProperty("cardflow.topics.events"),
        bytes.serializer(),
        bytes.serializer(),
        "decide");
    topology.addSink(
        OutboundTopic.REJECTIONS.name(),
        System.getProperty("cardflow.topics.rejections"),
        bytes.serializer(),
        bytes.serializer(),
        "decide");
    KafkaStreams streams = new KafkaStreams(topology, settings);
    Runtime.getRuntime().addShutdownHook(new Thread(streams::close));
    streams.start();
  }

  private static <T> StoreBuilder<KeyValueStore<String, T>> store(
      String name, org.apache.kafka.common.serialization.Serde<T> values) {
    KeyValueBytesStoreSupplier supplier =
        Boolean.getBoolean(IN_MEMORY)
            ? Stores.inMemoryKeyValueStore(name)
            : Stores.persistentKeyValueStore(name);
    return Stores.keyValueStoreBuilder(supplier, Serdes.String(), values).withCachingEnabled();
  }

  private static final class Deciding implements Processor<byte[], byte[], byte[], byte[]> {

    private final OneMessage one = new OneMessage();
    private final String statuses;
    private ProcessorContext<byte[], byte[]> context;
    private KeyValueStore<String, Card> cards;
    private KeyValueStore<String, byte[]> seen;
    private KeyValueStore<String, String> holders;

    Deciding(String statuses) {
      this.statuses = statuses;
    }

    @Override
    public void init(ProcessorContext<byte[], byte[]> context) {
      this.context = context;
      this.cards = context.getStateStore(CARDS);
      this.seen = context.getStateStore(SEEN);
      this.holders = context.getStateStore(HOLDERS);
    }

    @Override
    public void process(Record<byte[], byte[]> record) {
      InboundTopic topic =
          context.recordMetadata().orElseThrow().topic().equals(statuses)
              ? InboundTopic.PRODUCER_STATUS
              : InboundTopic.COMMANDS;
      Message message =
          one.read(topic, record.key(), record.headers(), record.value(), record.timestamp());
      String name = message.id().source() + '\0' + message.id().id();
      byte[] earlier = seen.get(name);
      Card before = cards.get(message.cardId());
      OneMessage.Effect effect =
          one.decide(message, before, uuid(earlier), holders(message), Instant.now());
      if (earlier == null) {
        seen.put(name, bytes(message.fingerprint()));
      }
      if (effect.card() != null) {
        cards.put(message.cardId(), effect.card());
        hold(before, effect.card());
      }
      for (Outgoing each : effect.outgoing()) {
        RecordHeaders headers = new RecordHeaders();
        for (Header header : each.headers()) {
          headers.add(header.name(), header.value());
        }
        context.forward(
            new Record<>(
                each.key().getBytes(StandardCharsets.UTF_8),
                each.value(),
                record.timestamp(),
                headers),
            each.topic().name());
      }
    }

    private Map<String, String> holders(Message message) {
      if (message.body() instanceof AssignCard assign) {
        String card = holders.get(assign.holderId());
        return card == null ? Map.of() : Map.of(assign.holderId(), card);
      }
      return Map.of();
    }

    private void hold(Card before, Card after) {
      String had = holder(before);
      String has = holder(after);
      if (had != null && !had.equals(has)) {
        holders.delete(had);
      }
      if (has != null && !has.equals(had)) {
        holders.put(has, after.id());
      }
    }

    private static String holder(Card card) {
      return card != null && card.state() == CardState.ASSIGNED
          ? card.assignment().holderId()
          : null;
    }

    private static byte[] bytes(UUID id) {
      return ByteBuffer.allocate(16)
          .putLong(id.getMostSignificantBits())
          .putLong(id.getLeastSignificantBits())
          .array();
    }

    private static UUID uuid(byte[] bytes) {
      if (bytes == null) {
        return null;
      }
      ByteBuffer buffer = ByteBuffer.wrap(bytes);
      return new UUID(buffer.getLong(), buffer.getLong());
    }
  }
}
