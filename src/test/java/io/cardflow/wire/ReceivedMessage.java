package io.cardflow.wire;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import io.cardflow.domain.InboundTopic;
import io.cardflow.domain.Message;
import java.util.ArrayList;
import java.util.List;

/** A record to decode: a valid lock-card command until a test breaks it. */
final class ReceivedMessage {

  /** Shared, as for the records of a lane: no use must affect the next. */
  private static final MessageParser DECODER = new MessageParser();

  private final List<Header> headers = new ArrayList<>();
  private InboundTopic topic = InboundTopic.COMMANDS;
  private byte[] key = "T-000042".getBytes(UTF_8);
  private byte[] value = "{}".getBytes(UTF_8);
  private long timestamp = ExpectedMessages.TIME.toEpochMilli();

  static ReceivedMessage valid() {
    return new ReceivedMessage()
        .header("ce_specversion", "1.0")
        .header("ce_id", "c-1")
        .header("ce_source", "/iam")
        .header("ce_type", "io.cardflow.command.lock-card.v1")
        .header("ce_subject", "T-000042")
        .header("content-type", "application/json");
  }

  static ReceivedMessage of(Golden golden) {
    ReceivedMessage received =
        new ReceivedMessage().on(golden.inboundTopic()).value(golden.valueBytes());
    received.headers.addAll(golden.headers());
    received.key = golden.keyBytes();
    received.timestamp = golden.timestamp();
    return received;
  }

  /** An event in structured mode; the members are the text between the braces. */
  static ReceivedMessage structured(String members) {
    return new ReceivedMessage()
        .header("content-type", "application/cloudevents+json")
        .value("{" + members + "}");
  }

  ReceivedMessage on(InboundTopic other) {
    topic = other;
    return this;
  }

  /** A command of this name with this data. */
  ReceivedMessage command(String name, String data) {
    return header("ce_type", "io.cardflow.command." + name + ".v1").value(data);
  }

  /** Sets a header, replacing any of the same name. */
  ReceivedMessage header(String name, String text) {
    return header(name, text.getBytes(UTF_8));
  }

  ReceivedMessage header(String name, byte[] bytes) {
    return without(name).alsoHeader(name, bytes);
  }

  ReceivedMessage alsoHeader(String name, byte[] bytes) {
    headers.add(new Header(name, bytes));
    return this;
  }

  ReceivedMessage without(String name) {
    headers.removeIf(header -> header.name().equals(name));
    return this;
  }

  ReceivedMessage key(String text) {
    key = text == null ? null : text.getBytes(UTF_8);
    return this;
  }

  ReceivedMessage value(String text) {
    return value(text.getBytes(UTF_8));
  }

  ReceivedMessage value(byte[] bytes) {
    value = bytes;
    return this;
  }

  ReceivedMessage timestamp(long millis) {
    timestamp = millis;
    return this;
  }

  ParseResult decode() {
    return DECODER.decode(topic, key, headers, value, timestamp);
  }

  Message understood() {
    return assertInstanceOf(ParseResult.Parsed.class, decode()).message();
  }

  /** Returns the cause, after checking the reason. */
  String refused(DeadLetterReason reason) {
    ParseResult decoded = decode();
    ParseResult.Malformed malformed = assertInstanceOf(ParseResult.Malformed.class, decoded);
    assertEquals(reason, malformed.reason(), malformed.cause());
    return malformed.cause();
  }
}
