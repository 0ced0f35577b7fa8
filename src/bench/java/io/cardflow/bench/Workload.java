package io.cardflow.bench;

import io.cardflow.local.Topics;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;

/**
 * Whole lives of cards, ten messages each, in three waves: requests; what the bureau tells; what is
 * done with the cards. A card's two topics have no order between them, so each wave is taken in
 * before the next. One message in a hundred comes twice, and one in a hundred is refused.
 */
final class Workload {

  /** How many messages a card gets, those aside that come twice or are refused. */
  static final int STEPS = 10;

  /** Two for the request, one for each of the others but the one that is stale. */
  static final int EVENTS = 10;

  private static final int BLOCK = 2_000;

  private record Step(boolean command, String name, String data) {}

  private static final List<List<Step>> WAVES =
      List.of(
          List.of(
              new Step(
                  true,
                  "request-card",
                  """
                  {"layoutId":"visitor","delivery":{"recipient":"Reception","addressOne":"Main \
                  Street 1","postalCode":"12345","city":"Stockholm","countryCode":"SE"},\
                  "cardElements":{"title":"Temporary card","line1":"Card %1$d"}}""")),
          List.of(
              new Step(false, "order-accepted", "{\"orderId\":\"O%1$d\",\"batchId\":\"B1\"}"),
              new Step(false, "production-started", "{\"orderId\":\"O%1$d\"}"),
              new Step(
                  false,
                  "card-produced",
                  "{\"orderId\":\"O%1$d\",\"producerCardId\":\"CA%1$d\","
                      + "\"readouts\":[{\"type\":\"uid\",\"value\":\"04A1%1$d\"}]}"),
              new Step(
                  false,
                  "card-shipped",
                  "{\"orderId\":\"O%1$d\",\"carrier\":\"PostNord\",\"trackingNumber\":\"TN%1$d\"}")),
          List.of(
              new Step(true, "initialize-card", "{\"chipSerial\":\"04:A1:%1$d\"}"),
              new Step(true, "assign-card", "{\"holderId\":\"user-%1$d\"}"),
              new Step(true, "extend-card", "{\"validUntil\":\"2099-01-01T00:00:00Z\"}"),
              new Step(true, "withdraw-card", "{\"reason\":\"returned\"}"),
              new Step(true, "lock-card", "{\"reason\":\"worn out\"}")));

  private final Topics topics;
  private final int cards;

  /**
   * @param cards how many, a multiple of 100
   */
  Workload(Topics topics, int cards) {
    this.topics = topics;
    this.cards = cards;
  }

  static int waves() {
    return WAVES.size();
  }

  int cards() {
    return cards;
  }

  int events() {
    return cards * EVENTS;
  }

  int rejections() {
    return cards * STEPS / 100;
  }

  /** Sends one wave; returns how many records that is, when the broker has all of them. */
  int send(String bootstrapServers, int wave) {
    int sent = 0;
    try (KafkaProducer<String, byte[]> producer =
        new KafkaProducer<>(
            Map.of(
                "bootstrap.servers",
                bootstrapServers,
                "acks",
                "all",
                "linger.ms",
                10,
                "batch.size",
                131_072),
            new StringSerializer(),
            new ByteArraySerializer())) {
      for (int from = 0; from < cards; from += BLOCK) {
        for (Step step : WAVES.get(wave)) {
          for (int card = from; card < Math.min(cards, from + BLOCK); card++) {
            String id = step.name() + "-" + card;
            sent += send(producer, step, card, id);
            if (card % 100 == 7) {
              sent += send(producer, step, card, id);
            }
            if (card % 100 == 11) {
              // No card that has been requested may be requested again.
              sent += send(producer, WAVES.get(0).get(0), card, "again-" + id);
            }
          }
        }
      }
    }
    return sent;
  }

  private int send(KafkaProducer<String, byte[]> producer, Step step, int card, String id) {
    String key = "C-" + card;
    ProducerRecord<String, byte[]> record =
        new ProducerRecord<>(
            step.command() ? topics.commands() : topics.producerStatus(),
            key,
            bytes(step.data().formatted(card)));
    header(record, "ce_specversion", "1.0");
    header(record, "ce_id", id);
    header(record, "ce_source", step.command() ? "/iam" : "/gocards");
    header(
        record,
        "ce_type",
        "io.cardflow.%s.%s.v1".formatted(step.command() ? "command" : "producer", step.name()));
    header(record, "ce_subject", key);
    header(record, "content-type", "application/json");
    producer.send(record);
    return 1;
  }

  private static void header(ProducerRecord<String, byte[]> record, String name, String value) {
    record.headers().add(name, bytes(value));
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
