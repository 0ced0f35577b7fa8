package io.cardflow.bench;

import io.cardflow.domain.Card;
import io.cardflow.domain.CardState;
import io.cardflow.domain.Command.AssignCard;
import io.cardflow.domain.InboundTopic;
import io.cardflow.domain.Message;
import io.cardflow.wire.Header;
import io.cardflow.wire.JournaledOutput;
import io.cardflow.wire.OutboundTopic;
import io.cardflow.wire.Outgoing;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.LockModeType;
import jakarta.persistence.SequenceGenerator;
import jakarta.persistence.Table;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.hibernate.Session;
import org.hibernate.SessionFactory;
import org.hibernate.cfg.Configuration;

/**
 * A common design of such services: each message in a separate transaction through Hibernate, its
 * results in an outbox table, and a relay that sends the outbox. Two consumers, as Cardflow has two
 * lanes.
 */
final class PerMessageRunner {

  private static final int CONSUMERS = 2;
  private static final int RELAYED = 500;

  private final SessionFactory sessions;
  private final Map<String, String> settings;

  private PerMessageRunner(SessionFactory sessions, Map<String, String> settings) {
    this.sessions = sessions;
    this.settings = settings;
  }

  /** A card, mostly as bytes. */
  @Entity(name = "BenchCard")
  @Table(name = "bench_card")
  static class CardEntity {
    @Id String id;
    int version;
    String state;

    @Column(unique = true)
    String holder;

    byte[] data;
  }

  /** A decided message and its results. */
  @Entity(name = "BenchMessage")
  @Table(name = "bench_message")
  static class MessageEntity {
    @Id String name;
    UUID fingerprint;
    String card;

    @Column(columnDefinition = "text")
    String output;
  }

  /** The records to send. */
  @Entity(name = "BenchOutbox")
  @Table(name = "bench_outbox")
  static class OutboxEntity {
    @Id
    @GeneratedValue(strategy = GenerationType.SEQUENCE, generator = "bench_place")
    @SequenceGenerator(name = "bench_place", allocationSize = 50)
    Long place;

    String topic;
    String card;

    @Column(columnDefinition = "text")
    String headers;

    byte[] data;
  }

  /** Runs until it is killed. */
  public static void main(String[] args) {
    Map<String, String> settings = new HashMap<>();
    System.getProperties().forEach((name, value) -> settings.put((String) name, (String) value));
    SessionFactory sessions =
        new Configuration()
            .addAnnotatedClass(CardEntity.class)
            .addAnnotatedClass(MessageEntity.class)
            .addAnnotatedClass(OutboxEntity.class)
            .setProperty("hibernate.connection.url", settings.get("quarkus.datasource.jdbc.url"))
            .setProperty(
                "hibernate.connection.username", settings.get("quarkus.datasource.username"))
            .setProperty(
                "hibernate.connection.password", settings.get("quarkus.datasource.password"))
            .setProperty("hibernate.connection.pool_size", "5")
            .setProperty("hibernate.hbm2ddl.auto", "create")
            .buildSessionFactory();
    PerMessageRunner runner = new PerMessageRunner(sessions, settings);
    for (int number = 0; number < CONSUMERS; number++) {
      new Thread(runner::consume, "consumer-" + number).start();
    }
    new Thread(runner::relay, "relay").start();
  }

  private void consume() {
    String commands = settings.get("cardflow.topics.commands");
    String statuses = settings.get("cardflow.topics.producer-status");
    Map<String, Object> kafka =
        Map.of(
            "bootstrap.servers",
            settings.get("kafka.bootstrap.servers"),
            "group.id",
            commands,
            "enable.auto.commit",
            false,
            "auto.offset.reset",
            "earliest",
            "session.timeout.ms",
            settings.get("kafka.session.timeout.ms"),
            "max.poll.interval.ms",
            settings.get("kafka.max.poll.interval.ms"));
    OneMessage one = new OneMessage();
    try (KafkaConsumer<byte[], byte[]> consumer =
        new KafkaConsumer<>(kafka, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
      consumer.subscribe(List.of(commands, statuses));
      while (true) {
        for (ConsumerRecord<byte[], byte[]> record : consumer.poll(Duration.ofMillis(200))) {
          InboundTopic topic =
              record.topic().equals(statuses)
                  ? InboundTopic.PRODUCER_STATUS
                  : InboundTopic.COMMANDS;
          Message message =
              one.read(topic, record.key(), record.headers(), record.value(), record.timestamp());
          sessions.inTransaction(session -> decide(session, one, message));
        }
        consumer.commitSync();
      }
    }
  }

  private static void decide(Session session, OneMessage one, Message message) {
    String name = message.id().source() + ' ' + message.id().id();
    MessageEntity earlier = session.find(MessageEntity.class, name);
    CardEntity row =
        session.find(CardEntity.class, message.cardId(), LockModeType.PESSIMISTIC_WRITE);
    OneMessage.Effect effect =
        one.decide(
            message,
            row == null ? null : CardSerde.card(row.data),
            earlier == null ? null : earlier.fingerprint,
            holders(session, message),
            Instant.now());
    if (earlier == null) {
      MessageEntity decided = new MessageEntity();
      decided.name = name;
      decided.fingerprint = message.fingerprint();
      decided.card = message.cardId();
      decided.output = JournaledOutput.write(effect.outgoing());
      session.persist(decided);
    }
    Card card = effect.card();
    if (card != null) {
      CardEntity kept = row == null ? new CardEntity() : row;
      kept.id = card.id();
      kept.version = card.version();
      kept.state = card.state().name();
      kept.holder = card.state() == CardState.ASSIGNED ? card.assignment().holderId() : null;
      kept.data = CardSerde.bytes(card);
      if (row == null) {
        session.persist(kept);
      }
    }
    for (Outgoing each : effect.outgoing()) {
      OutboxEntity out = new OutboxEntity();
      out.topic = each.topic().name();
      out.card = each.key();
      StringBuilder headers = new StringBuilder();
      for (Header header : each.headers()) {
        headers
            .append(header.name())
            .append('\t')
            .append(new String(header.value(), StandardCharsets.UTF_8))
            .append('\n');
      }
      out.headers = headers.toString();
      out.data = each.value();
      session.persist(out);
    }
  }

  private static Map<String, String> holders(Session session, Message message) {
    if (!(message.body() instanceof AssignCard assign)) {
      return Map.of();
    }
    return session
        .createQuery("select c.id from BenchCard c where c.holder = ?1", String.class)
        .setParameter(1, assign.holderId())
        .uniqueResultOptional()
        .map(card -> Map.of(assign.holderId(), card))
        .orElse(Map.of());
  }

  /** Sends the outbox in order, and empties it. */
  private void relay() {
    try (KafkaProducer<byte[], byte[]> producer =
        new KafkaProducer<>(
            Map.of(
                "bootstrap.servers",
                settings.get("kafka.bootstrap.servers"),
                "acks",
                "all",
                "enable.idempotence",
                true),
            new ByteArraySerializer(),
            new ByteArraySerializer())) {
      while (true) {
        sessions.inTransaction(session -> relay(session, producer));
      }
    }
  }

  private void relay(Session session, KafkaProducer<byte[], byte[]> producer) {
    List<OutboxEntity> next =
        session
            .createQuery("from BenchOutbox order by place", OutboxEntity.class)
            .setMaxResults(RELAYED)
            .list();
    List<Long> sent = new ArrayList<>();
    for (OutboxEntity each : next) {
      String topic =
          settings.get(
              OutboundTopic.EVENTS.name().equals(each.topic)
                  ? "cardflow.topics.events"
                  : "cardflow.topics.rejections");
      ProducerRecord<byte[], byte[]> record =
          new ProducerRecord<>(topic, each.card.getBytes(StandardCharsets.UTF_8), each.data);
      for (String line : each.headers.split("\n")) {
        int tab = line.indexOf('\t');
        record
            .headers()
            .add(line.substring(0, tab), line.substring(tab + 1).getBytes(StandardCharsets.UTF_8));
      }
      producer.send(record);
      sent.add(each.place);
    }
    producer.flush();
    if (!sent.isEmpty()) {
      session
          .createMutationQuery("delete from BenchOutbox where place in ?1")
          .setParameter(1, sent)
          .executeUpdate();
    }
  }
}
