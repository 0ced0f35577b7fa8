package io.cardflow.local.demo;

import io.cardflow.domain.InboundTopic;
import io.cardflow.domain.Outcome;
import java.time.Instant;
import java.util.function.Function;

/**
 * One record of the demonstration and how it must end.
 *
 * @param id the message's id; the same id twice is a repeated message
 * @param key the record's key; the card's id unless the record is broken
 * @param data the data as JSON, made when the record is sent
 */
record Step(
    InboundTopic topic,
    Form form,
    String type,
    String id,
    String key,
    String card,
    Function<Instant, String> data,
    Outcome expected) {

  /** How the record is written. */
  enum Form {
    /** A CloudEvent in binary mode. */
    BINARY,
    /** A CloudEvent in structured mode. */
    STRUCTURED,
    /** The data alone, which is no CloudEvent. */
    BARE
  }

  static Step command(String name, String id, String card, String data, Outcome expected) {
    return binary(InboundTopic.COMMANDS, "command." + name, id, card, now -> data, expected);
  }

  static Step status(String name, String id, String card, String data, Outcome expected) {
    return binary(
        InboundTopic.PRODUCER_STATUS, "producer." + name, id, card, now -> data, expected);
  }

  static Step binary(
      InboundTopic topic,
      String name,
      String id,
      String card,
      Function<Instant, String> data,
      Outcome expected) {
    String type = "io.cardflow." + name + ".v1";
    return new Step(topic, Form.BINARY, type, id, card, card, data, expected);
  }

  Step structured() {
    return new Step(topic, Form.STRUCTURED, type, id, key, card, data, expected);
  }

  Step bare() {
    return new Step(topic, Form.BARE, type, id, key, card, data, Outcome.DEAD_LETTERED);
  }

  Step underKey(String other) {
    return new Step(topic, form, type, id, other, card, data, Outcome.DEAD_LETTERED);
  }

  /** The same message once more. */
  Step again() {
    return new Step(topic, form, type, id, key, card, data, Outcome.DUPLICATE);
  }
}
