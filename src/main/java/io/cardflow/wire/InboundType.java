package io.cardflow.wire;

import static io.cardflow.domain.InboundTopic.COMMANDS;
import static io.cardflow.domain.InboundTopic.PRODUCER_STATUS;

import io.cardflow.domain.InboundTopic;
import io.cardflow.domain.Message;
import java.util.Arrays;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The types of messages that are understood, each with the one topic on which it counts. */
enum InboundType {
  REQUEST_CARD(COMMANDS, "io.cardflow.command.request-card.v1", CommandData::requestCard),
  ABORT_ORDER(COMMANDS, "io.cardflow.command.abort-order.v1", CommandData::abortOrder),
  INITIALIZE_CARD(COMMANDS, "io.cardflow.command.initialize-card.v1", CommandData::initializeCard),
  ASSIGN_CARD(COMMANDS, "io.cardflow.command.assign-card.v1", CommandData::assignCard),
  EXTEND_CARD(COMMANDS, "io.cardflow.command.extend-card.v1", CommandData::extendCard),
  WITHDRAW_CARD(COMMANDS, "io.cardflow.command.withdraw-card.v1", CommandData::withdrawCard),
  LOCK_CARD(COMMANDS, "io.cardflow.command.lock-card.v1", CommandData::lockCard),
  EXPIRE_CARD(COMMANDS, "io.cardflow.command.expire-card.v1", CommandData::expireCard),
  EXPIRY_REMINDER(COMMANDS, "io.cardflow.timer.expiry-reminder.v1", TimerData::expiryReminder),
  DWELL_EXCEEDED(COMMANDS, "io.cardflow.timer.dwell-exceeded.v1", TimerData::dwellExceeded),
  ORDER_ACCEPTED(
      PRODUCER_STATUS, "io.cardflow.producer.order-accepted.v1", ProducerStatusData::orderAccepted),
  ORDER_REFUSED(
      PRODUCER_STATUS, "io.cardflow.producer.order-refused.v1", ProducerStatusData::orderRefused),
  PRODUCTION_STARTED(
      PRODUCER_STATUS,
      "io.cardflow.producer.production-started.v1",
      ProducerStatusData::productionStarted),
  CARD_PRODUCED(
      PRODUCER_STATUS, "io.cardflow.producer.card-produced.v1", ProducerStatusData::cardProduced),
  CARD_SHIPPED(
      PRODUCER_STATUS, "io.cardflow.producer.card-shipped.v1", ProducerStatusData::cardShipped),
  PRODUCTION_FAILED(
      PRODUCER_STATUS,
      "io.cardflow.producer.production-failed.v1",
      ProducerStatusData::productionFailed);

  /** Reads the data of one type. */
  private interface Reading {
    Message.Body read(Fields data) throws Malformation;
  }

  private static final Map<String, InboundType> BY_NAME =
      Arrays.stream(values())
          .collect(Collectors.toUnmodifiableMap(type -> type.wireName, Function.identity()));

  final InboundTopic topic;

  /** The CloudEvents type. */
  final String wireName;

  private final Reading reading;

  InboundType(InboundTopic topic, String wireName, Reading reading) {
    this.topic = topic;
    this.wireName = wireName;
    this.reading = reading;
  }

  /** The type of this name, or null if there is none or it does not belong on the topic. */
  static InboundType of(InboundTopic topic, String name) {
    InboundType type = BY_NAME.get(name);
    return type != null && type.topic == topic ? type : null;
  }

  /**
   * What a message of this type says.
   *
   * @throws Malformation INVALID_DATA if the data breaks the shape of the type
   */
  Message.Body body(Json data) throws Malformation {
    return reading.read(Fields.of(data));
  }
}
