package io.cardflow.bench;

import io.cardflow.local.Topics;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.apache.kafka.clients.producer.ProducerRecord;

/**
 * The complete life cycle of a card, ten messages: the request, the bureau's notifications, the
 * commands.
 */
final class CardLife {

  /** The number of messages. */
  static final int STEPS = 10;

  /** The message without an event: its facts are kept, but the card's state does not change. */
  static final int SILENT = 3;

  /** The first step of an existing card. */
  static final int PRODUCED = 5;

  private record Step(boolean command, String name, String data) {}

  private static final List<Step> ALL =
      List.of(
          new Step(
              true,
              "request-card",
              """
              {"layoutId":"visitor","delivery":{"recipient":"Reception","addressOne":"Main \
              Street 1","postalCode":"12345","city":"Stockholm","countryCode":"SE"},\
              "cardElements":{"title":"Temporary card","line1":"Card %1$s"}}\
              """),
          new Step(false, "order-accepted", "{\"orderId\":\"O%1$s\",\"batchId\":\"B1\"}"),
          new Step(false, "production-started", "{\"orderId\":\"O%1$s\"}"),
          new Step(
              false,
              "card-produced",
              "{\"orderId\":\"O%1$s\",\"producerCardId\":\"CA%1$s\","
                  + "\"readouts\":[{\"type\":\"uid\",\"value\":\"04A1%1$s\"}]}"),
          new Step(
              false,
              "card-shipped",
              "{\"orderId\":\"O%1$s\",\"carrier\":\"PostNord\",\"trackingNumber\":\"TN%1$s\"}"),
          new Step(true, "initialize-card", "{\"chipSerial\":\"04:A1:%1$s\"}"),
          new Step(true, "assign-card", "{\"holderId\":\"user-%1$s\"}"),
          new Step(true, "extend-card", "{\"validUntil\":\"2099-01-01T00:00:00Z\"}"),
          new Step(true, "withdraw-card", "{\"reason\":\"returned\"}"),
          new Step(true, "lock-card", "{\"reason\":\"worn out\"}"));

  private CardLife() {}

  static String name(int step) {
    return ALL.get(step).name();
  }

  /**
   * The message of a step.
   *
   * @param tag distinguishes the data of this life cycle from that of others
   */
  static ProducerRecord<String, byte[]> message(
      Topics topics, int number, String card, String tag, String id) {
    Step step = ALL.get(number);
    ProducerRecord<String, byte[]> message =
        new ProducerRecord<>(
            step.command() ? topics.commands() : topics.producerStatus(),
            card,
            bytes(step.data().formatted(tag)));
    header(message, "ce_specversion", "1.0");
    header(message, "ce_id", id);
    header(message, "ce_source", step.command() ? "/iam" : "/gocards");
    header(
        message,
        "ce_type",
        "io.cardflow.%s.%s.v1".formatted(step.command() ? "command" : "producer", step.name()));
    header(message, "ce_subject", card);
    header(message, "content-type", "application/json");
    return message;
  }

  /** A request for an existing card, which is rejected. */
  static ProducerRecord<String, byte[]> refused(Topics topics, String card, String tag, String id) {
    return message(topics, 0, card, tag, id);
  }

  private static void header(ProducerRecord<String, byte[]> record, String name, String value) {
    record.headers().add(name, bytes(value));
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
