package io.cardflow.wire;

import static io.cardflow.domain.InboundTopic.COMMANDS;
import static io.cardflow.domain.InboundTopic.PRODUCER_STATUS;

import io.cardflow.domain.Command.AbortOrder;
import io.cardflow.domain.Command.AcceptOrder;
import io.cardflow.domain.Command.AssignCard;
import io.cardflow.domain.Command.ExpireCard;
import io.cardflow.domain.Command.ExtendCard;
import io.cardflow.domain.Command.InitializeCard;
import io.cardflow.domain.Command.LockCard;
import io.cardflow.domain.Command.WithdrawCard;
import io.cardflow.domain.InboundTopic;
import io.cardflow.domain.Message;
import io.cardflow.domain.Trigger;
import io.cardflow.json.Json;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * The inbound message types as one table: the name on the wire, the topic on which the type is
 * valid, the trigger that published events name, and the schema and the reader of its data.
 */
enum InboundType {
  REQUEST_CARD(
      "io.cardflow.command.request-card.v1",
      COMMANDS,
      Trigger.REQUEST_CARD,
      "RequestCard",
      RequestCardData::read),
  ABORT_ORDER(
      "io.cardflow.command.abort-order.v1",
      COMMANDS,
      Trigger.ABORT_ORDER,
      "AbortOrder",
      data -> new AbortOrder(data.optionalText("reason", MessageLimits.REASON))),
  INITIALIZE_CARD(
      "io.cardflow.command.initialize-card.v1",
      COMMANDS,
      Trigger.INITIALIZE_CARD,
      "InitializeCard",
      data -> new InitializeCard(data.optionalText("chipSerial", MessageLimits.CHIP_SERIAL))),
  ASSIGN_CARD(
      "io.cardflow.command.assign-card.v1",
      COMMANDS,
      Trigger.ASSIGN_CARD,
      "AssignCard",
      data ->
          new AssignCard(
              data.text("holderId", MessageLimits.HOLDER), data.optionalTime("validUntil"))),
  EXTEND_CARD(
      "io.cardflow.command.extend-card.v1",
      COMMANDS,
      Trigger.EXTEND_CARD,
      "ExtendCard",
      data -> new ExtendCard(data.time("validUntil"))),
  WITHDRAW_CARD(
      "io.cardflow.command.withdraw-card.v1",
      COMMANDS,
      Trigger.WITHDRAW_CARD,
      "WithdrawCard",
      data -> new WithdrawCard(data.optionalText("reason", MessageLimits.REASON))),
  LOCK_CARD(
      "io.cardflow.command.lock-card.v1",
      COMMANDS,
      Trigger.LOCK_CARD,
      "LockCard",
      data -> new LockCard(data.optionalText("reason", MessageLimits.REASON))),
  REPLACE_PRODUCTION(
      "io.cardflow.command.replace-production.v1",
      COMMANDS,
      Trigger.REPLACE_PRODUCTION,
      "ReplaceProduction",
      ReplaceProductionData::read),
  ACCEPT_ORDER(
      "io.cardflow.command.accept-order.v1",
      COMMANDS,
      Trigger.ACCEPT_ORDER,
      "AcceptOrder",
      data ->
          new AcceptOrder(
              data.text("orderId", MessageLimits.NAME), data.text("reason", MessageLimits.REASON))),
  EXPIRE_CARD(
      "io.cardflow.command.expire-card.v1",
      COMMANDS,
      Trigger.EXPIRE_CARD,
      "ExpireCard",
      data -> new ExpireCard(data.positiveNumber("assignment"))),
  EXPIRY_REMINDER(
      "io.cardflow.timer.expiry-reminder.v1",
      COMMANDS,
      null,
      "ExpiryReminder",
      TimerData::expiryReminder),
  DWELL_EXCEEDED(
      "io.cardflow.timer.dwell-exceeded.v1",
      COMMANDS,
      null,
      "DwellExceeded",
      TimerData::dwellExceeded),
  ORDER_ACCEPTED(
      "io.cardflow.producer.order-accepted.v1",
      PRODUCER_STATUS,
      Trigger.ORDER_ACCEPTED,
      "OrderAccepted",
      ProducerStatusData::orderAccepted),
  ORDER_REFUSED(
      "io.cardflow.producer.order-refused.v1",
      PRODUCER_STATUS,
      Trigger.ORDER_REFUSED,
      "OrderRefused",
      ProducerStatusData::orderRefused),
  PRODUCTION_STARTED(
      "io.cardflow.producer.production-started.v1",
      PRODUCER_STATUS,
      Trigger.PRODUCTION_STARTED,
      "ProductionStarted",
      ProducerStatusData::productionStarted),
  CARD_PRODUCED(
      "io.cardflow.producer.card-produced.v1",
      PRODUCER_STATUS,
      Trigger.CARD_PRODUCED,
      "CardProduced",
      ProducerStatusData::cardProduced),
  CARD_SHIPPED(
      "io.cardflow.producer.card-shipped.v1",
      PRODUCER_STATUS,
      Trigger.CARD_SHIPPED,
      "CardShipped",
      ProducerStatusData::cardShipped),
  PRODUCTION_FAILED(
      "io.cardflow.producer.production-failed.v1",
      PRODUCER_STATUS,
      Trigger.PRODUCTION_FAILED,
      "ProductionFailed",
      ProducerStatusData::productionFailed);

  /** Parses the data of one type. */
  private interface Reader {
    Message.Body read(Fields data) throws Malformation;
  }

  private static final Map<String, InboundType> BY_NAME =
      Arrays.stream(values())
          .collect(Collectors.toUnmodifiableMap(type -> type.wireName, Function.identity()));

  private static final Map<Trigger, InboundType> BY_TRIGGER = byTrigger();

  /** The CloudEvents type. */
  final String wireName;

  final InboundTopic topic;

  /** The name of the schema of its data in {@code docs/asyncapi.yaml}. */
  final String schema;

  private final Trigger trigger;
  private final Reader reader;

  /**
   * @param trigger null for a type that causes no transition
   */
  InboundType(String wireName, InboundTopic topic, Trigger trigger, String schema, Reader reader) {
    this.wireName = wireName;
    this.topic = topic;
    this.trigger = trigger;
    this.schema = schema;
    this.reader = reader;
  }

  /** Returns the type with this name, or null if there is none that is valid on the topic. */
  static InboundType of(InboundTopic topic, String name) {
    InboundType type = BY_NAME.get(name);
    return type != null && type.topic == topic ? type : null;
  }

  /** Returns the type with this trigger. */
  static InboundType of(Trigger trigger) {
    return BY_TRIGGER.get(trigger);
  }

  /** Whether it is a command, which causes a transition and comes by the topic of commands. */
  boolean isCommand() {
    return topic == COMMANDS && trigger != null;
  }

  /** The part of the name that differs between types, such as {@code lock-card}. */
  String shortName() {
    return trigger.messageName();
  }

  /**
   * Parses the data of a message of this type.
   *
   * @throws Malformation INVALID_DATA if the data is not valid for the type
   */
  Message.Body body(Json data) throws Malformation {
    return reader.read(Fields.of(data));
  }

  private static Map<Trigger, InboundType> byTrigger() {
    Map<Trigger, InboundType> types = new EnumMap<>(Trigger.class);
    for (InboundType type : values()) {
      if (type.trigger != null && types.put(type.trigger, type) != null) {
        throw new IllegalStateException("two types have the trigger " + type.trigger);
      }
    }
    if (types.size() != Trigger.values().length) {
      throw new IllegalStateException("a trigger has no type; those with one: " + types.keySet());
    }
    return types;
  }
}
