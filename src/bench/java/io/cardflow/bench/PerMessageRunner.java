package io.cardflow.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.cardflow.domain.Card;
import io.cardflow.domain.CardState;
import io.cardflow.domain.Command.AssignCard;
import io.cardflow.domain.Message;
import io.cardflow.wire.Outgoing;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.LockModeType;
import jakarta.persistence.SequenceGenerator;
import jakarta.persistence.Table;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.hibernate.Session;
import org.hibernate.SessionFactory;
import org.hibernate.cfg.Configuration;

/**
 * A common design of such services: each message in a separate transaction through Hibernate, its
 * results in an outbox table, and a relay that sends the outbox. Two consumers, as Cardflow has two
 * lanes.
 */
final class PerMessageRunner {

  private static final int POLLED = 500;
  private static final int RELAYED = 500;

  private final SessionFactory sessions;

  private PerMessageRunner(SessionFactory sessions) {
    this.sessions = sessions;
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
    SessionFactory sessions =
        new Configuration()
            .addAnnotatedClass(CardEntity.class)
            .addAnnotatedClass(MessageEntity.class)
            .addAnnotatedClass(OutboxEntity.class)
            .setProperty(
                "hibernate.connection.url", PeerKafka.setting("quarkus.datasource.jdbc.url"))
            .setProperty(
                "hibernate.connection.username", PeerKafka.setting("quarkus.datasource.username"))
            .setProperty(
                "hibernate.connection.password", PeerKafka.setting("quarkus.datasource.password"))
            .setProperty("hibernate.connection.pool_size", "5")
            .setProperty("hibernate.hbm2ddl.auto", "create")
            .buildSessionFactory();
    PerMessageRunner runner = new PerMessageRunner(sessions);
    for (int number = 0; number < Contestant.CONSUMERS; number++) {
      new Thread(runner::consume, "consumer-" + number).start();
    }
    new Thread(runner::relay, "relay").start();
  }

  private void consume() {
    OneMessage one = new OneMessage();
    try (KafkaConsumer<byte[], byte[]> consumer = PeerKafka.consumer(POLLED)) {
      while (true) {
        for (ConsumerRecord<byte[], byte[]> record : consumer.poll(Duration.ofMillis(200))) {
          Message message = PeerKafka.read(one, record);
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
      decided.output =
          effect.outgoing().stream()
              .map(each -> PeerKafka.headers(each) + new String(each.value(), UTF_8))
              .collect(Collectors.joining("\n"));
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
      out.headers = PeerKafka.headers(each);
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
    try (KafkaProducer<byte[], byte[]> producer = PeerKafka.producer(Map.of())) {
      while (true) {
        sessions.inTransaction(session -> relay(session, producer));
      }
    }
  }

  private static void relay(Session session, KafkaProducer<byte[], byte[]> producer) {
    List<OutboxEntity> next =
        session
            .createQuery("from BenchOutbox order by place", OutboxEntity.class)
            .setMaxResults(RELAYED)
            .list();
    List<Long> sent = new ArrayList<>();
    for (OutboxEntity each : next) {
      producer.send(PeerKafka.record(each.topic, each.card, each.headers, each.data));
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
