package io.cardflow.local.gocards;

import io.cardflow.local.gocards.Ledger.Status;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;

/** Sends notifications about the cards to Kafka, with the configured faults. */
final class Notifications implements AutoCloseable {

  private final SimulatorSettings settings;
  private final Dice dice;
  private final ScheduledExecutorService clock;
  private final KafkaProducer<String, byte[]> producer;
  private final AtomicInteger sent = new AtomicInteger();

  /** Notifications of shuffled orders, held back until the order is shipped. */
  private final Map<String, List<ProducerRecord<String, byte[]>>> shuffled =
      new ConcurrentHashMap<>();

  Notifications(SimulatorSettings settings, Dice dice, ScheduledExecutorService clock) {
    this.settings = settings;
    this.dice = dice;
    this.clock = clock;
    this.producer =
        new KafkaProducer<>(
            Map.of("bootstrap.servers", settings.bootstrapServers(), "acks", "all", "linger.ms", 5),
            new StringSerializer(),
            new ByteArraySerializer());
  }

  /** Returns the number of records sent. */
  int sent() {
    return sent.get();
  }

  /** Sends notifications of a step for cards of an order. */
  @SuppressWarnings("FutureReturnValueIgnored") // A late notification may be lost.
  void notify(BureauOrder order, Status step, List<String> cards) {
    List<ProducerRecord<String, byte[]>> records = new ArrayList<>();
    for (String card : cards) {
      if (dice.hits(BureauFault.NOTICE_LOST)) {
        continue;
      }
      ProducerRecord<String, byte[]> record = record(order, order.orderId(), step, card);
      if (dice.hits(BureauFault.NOTICE_LATE)) {
        clock.schedule(() -> send(record), settings.lateBy().toMillis(), TimeUnit.MILLISECONDS);
        continue;
      }
      records.add(record);
      if (dice.hits(BureauFault.NOTICE_TWICE)) {
        records.add(dice.coin() ? copy(record) : record(order, order.orderId(), step, card));
      }
      if (dice.hits(BureauFault.NOTICE_UNDER_ANOTHER_ORDER)) {
        records.add(record(order, "OD-NONE", step, card));
      }
    }
    deliver(order, step, records);
  }

  /** Sends all previous notifications again with new ids. */
  void repeat(BureauOrder order) {
    order
        .entry()
        .cards()
        .forEach(
            (card, line) -> {
              for (Status step : steps(line.status())) {
                send(record(order, order.orderId(), step, card));
              }
            });
  }

  private static List<Status> steps(Status reached) {
    return switch (reached) {
      case ORDERED -> List.of();
      case IN_PRODUCTION -> List.of(Status.IN_PRODUCTION);
      case PRODUCED -> List.of(Status.IN_PRODUCTION, Status.PRODUCED);
      case SHIPPED -> List.of(Status.IN_PRODUCTION, Status.PRODUCED, Status.SHIPPED);
      case FAILED -> List.of(Status.FAILED);
    };
  }

  private void deliver(
      BureauOrder order, Status step, List<ProducerRecord<String, byte[]>> records) {
    String id = order.orderId();
    if (step == Status.IN_PRODUCTION && dice.hits(BureauFault.NOTICES_SHUFFLED)) {
      shuffled.put(id, new ArrayList<>());
    }
    List<ProducerRecord<String, byte[]>> keptBack = shuffled.get(id);
    if (keptBack == null) {
      records.forEach(this::send);
      return;
    }
    keptBack.addAll(records);
    if (step == Status.SHIPPED) {
      shuffled.remove(id);
      dice.shuffle(keptBack);
      keptBack.forEach(this::send);
    }
  }

  @SuppressWarnings("FutureReturnValueIgnored") // A notification may be lost.
  private void send(ProducerRecord<String, byte[]> record) {
    sent.incrementAndGet();
    producer.send(record);
  }

  private ProducerRecord<String, byte[]> record(
      BureauOrder order, String orderId, Status step, String card) {
    JsonObject data =
        new JsonObject()
            .put("orderId", orderId)
            .put("producerCardId", order.producerCardId(card))
            .mergeIn(order.facts(step, card));
    ProducerRecord<String, byte[]> record =
        new ProducerRecord<>(settings.topic(), card, data.toBuffer().getBytes());
    header(record, "ce_specversion", "1.0");
    header(record, "ce_id", UUID.randomUUID().toString());
    header(record, "ce_source", "/gocards");
    header(record, "ce_type", "io.cardflow.producer." + name(step) + ".v1");
    header(record, "ce_subject", card);
    header(record, "ce_time", Instant.now().toString());
    header(record, "content-type", "application/json");
    return record;
  }

  private static ProducerRecord<String, byte[]> copy(ProducerRecord<String, byte[]> record) {
    return new ProducerRecord<>(
        record.topic(), null, record.key(), record.value(), record.headers());
  }

  private static String name(Status step) {
    return switch (step) {
      case ORDERED ->
          throw new IllegalArgumentException("there is no notification for an accepted order");
      case IN_PRODUCTION -> "production-started";
      case PRODUCED -> "card-produced";
      case SHIPPED -> "card-shipped";
      case FAILED -> "production-failed";
    };
  }

  private static void header(ProducerRecord<String, byte[]> record, String name, String value) {
    record.headers().add(name, value.getBytes(StandardCharsets.UTF_8));
  }

  /** Waits until the brokers have acknowledged all records. */
  void flush() {
    producer.flush();
  }

  @Override
  public void close() {
    producer.close();
  }
}
