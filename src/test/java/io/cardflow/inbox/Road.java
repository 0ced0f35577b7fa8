package io.cardflow.inbox;

import io.cardflow.history.History;
import io.cardflow.history.HistoryReader;
import io.cardflow.local.Topics;
import io.cardflow.ops.CardflowConfig;
import io.cardflow.servers.Database;
import io.cardflow.servers.GroupProgress;
import io.cardflow.servers.Servers;
import io.cardflow.servers.WorkerSettings;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.flywaydb.core.Flyway;

/** Fresh topics and a fresh database for a test, a sender, and replicas. Any thread may send. */
final class Road implements AutoCloseable {

  static final String SOURCE = "/iam";

  private final Servers servers;
  private final Topics topics;
  private final Database database;
  private final Map<String, String> settings = new HashMap<>();
  private final KafkaProducer<String, byte[]> sender;
  private final Queue<Future<RecordMetadata>> sending = new ConcurrentLinkedQueue<>();
  private final List<AutoCloseable> replicas = new ArrayList<>();
  private final AtomicInteger messages = new AtomicInteger();

  Road() {
    this(Servers.shared());
  }

  Road(Servers servers) {
    this.servers = servers;
    topics = servers.newTopics();
    database = servers.newDatabase();
    Flyway.configure()
        .dataSource(database.jdbcUrl(), database.username(), database.password())
        .load()
        .migrate();
    settings.putAll(WorkerSettings.of(servers, topics, database));
    // A fetch at the end of a topic delays the fetch after a seek by this time.
    settings.put("kafka.fetch.max.wait.ms", "50");
    sender =
        new KafkaProducer<>(
            Map.of("bootstrap.servers", servers.bootstrapServers(), "acks", "all", "linger.ms", 1),
            new StringSerializer(),
            new ByteArraySerializer());
  }

  Servers servers() {
    return servers;
  }

  Topics topics() {
    return topics;
  }

  Database database() {
    return database;
  }

  Road with(String setting, String value) {
    settings.put(setting, value);
    return this;
  }

  CardflowConfig config() {
    return WorkerSettings.config(settings);
  }

  Map<String, Object> kafka() {
    Map<String, Object> kafka = new HashMap<>();
    kafka.put("bootstrap.servers", servers.bootstrapServers());
    kafka.put("session.timeout.ms", 6_000);
    kafka.put("heartbeat.interval.ms", 500);
    return kafka;
  }

  /** A replica with one lane, started. */
  Replica replica() {
    return replica(new KafkaClients(kafka(), config()));
  }

  Replica replica(KafkaClients clients) {
    return replica(new Replica(this, clients));
  }

  Replica replica(Replica replica) {
    replicas.add(replica);
    replica.start();
    return replica;
  }

  /** Sends a command with a new id. */
  void command(String name, String card, String data) {
    send(topics.commands(), "io.cardflow.command." + name + ".v1", nextId(), card, data);
  }

  /** Sends a producer status with a new id. */
  void status(String name, String card, String data) {
    send(topics.producerStatus(), "io.cardflow.producer." + name + ".v1", nextId(), card, data);
  }

  void request(String card) {
    command(
        "request-card",
        card,
        """
        {"layoutId":"L1","delivery":{"recipient":"R","addressOne":"A 1","postalCode":"1",\
        "city":"C","countryCode":"SE"}}\
        """);
  }

  String nextId() {
    return "m-" + messages.incrementAndGet();
  }

  void send(String topic, String type, String id, String card, String data) {
    send(record(topic, null, type, id, card, data.getBytes(StandardCharsets.UTF_8)));
  }

  void send(ProducerRecord<String, byte[]> record) {
    sending.add(sender.send(record));
  }

  static ProducerRecord<String, byte[]> record(
      String topic, Integer partition, String type, String id, String card, byte[] data) {
    ProducerRecord<String, byte[]> record = new ProducerRecord<>(topic, partition, card, data);
    header(record, "ce_specversion", "1.0");
    header(record, "ce_id", id);
    header(record, "ce_source", SOURCE);
    header(record, "ce_type", type);
    header(record, "ce_subject", card);
    header(record, "content-type", "application/json");
    return record;
  }

  private static void header(ProducerRecord<String, byte[]> record, String name, String value) {
    record.headers().add(name, value.getBytes(StandardCharsets.UTF_8));
  }

  /** Waits until the broker has all sent records, and returns their number. */
  int sent() {
    try {
      for (Future<RecordMetadata> each : sending) {
        each.get();
      }
    } catch (ExecutionException failed) {
      throw new IllegalStateException(failed.getCause());
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(interrupted);
    }
    return sending.size();
  }

  /** Whether the group's offsets are at the end of both inbound topics. */
  boolean nothingWaits() {
    return GroupProgress.nothingWaits(servers.bootstrapServers(), topics);
  }

  /** The externally visible history of the run. */
  History history() {
    return HistoryReader.read(servers.bootstrapServers(), topics, database);
  }

  @Override
  public void close() throws Exception {
    sender.close();
    for (AutoCloseable each : replicas) {
      each.close();
    }
  }
}
