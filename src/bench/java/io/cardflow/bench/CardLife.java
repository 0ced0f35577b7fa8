package io.cardflow.bench;

import io.cardflow.local.Topics;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.apache.kafka.clients.producer.ProducerRecord;

/** The whole life of a card, ten messages: the request, what the bureau tells, what is done. */
final class CardLife {

  /** How many messages it has. */
  static final int STEPS = 10;

  /** The message that leads to no event: what it tells is kept, but the card stays as it is. */
  static final int SILENT = 3;

  /** The first step with a card that is there. */
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
              "cardElements":{"title":"Temporary card","line1":"Card %1$s"}}"""),
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
   * @param tag what tells this life's data from others'
   */
  static ProducerRecord<String, byte[]> message(
      Topics topics, int step, String card, String tag, String id) {
    Step told = ALL.get(step);
    ProducerRecord<String, byte[]> message =
        new ProducerRecord<>(
            told.command() ? topics.commands() : topics.producerStatus(),
            card,
            bytes(told.data().formatted(tag)));
    header(message, "ce_specversion", "1.0");
    header(message, "ce_id", id);
    header(message, "ce_source", told.command() ? "/iam" : "/gocards");
    header(
        message,
        "ce_type",
        "io.cardflow.%s.%s.v1".formatted(told.command() ? "command" : "producer", told.name()));
    header(message, "ce_subject", card);
    header(message, "content-type", "application/json");
    return message;
  }

  /** A request for a card that is there, which is refused. */
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
