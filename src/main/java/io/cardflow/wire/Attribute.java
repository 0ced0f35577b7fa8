package io.cardflow.wire;

import java.util.Arrays;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The supported CloudEvents attributes; all others are ignored. */
enum Attribute {
  SPECVERSION("specversion", 16),
  ID("id", 256),
  SOURCE("source", 256),
  TYPE("type", 256),
  SUBJECT("subject", 256),
  TIME("time", 64),
  AUTHID("authid", 256),
  CORRELATIONID("correlationid", 256),
  TRACEPARENT("traceparent", 256);

  private static final Map<String, Attribute> BY_NAME = by(attribute -> attribute.wireName);
  private static final Map<String, Attribute> BY_HEADER = by(attribute -> attribute.header);

  /** The name in structured mode. */
  final String wireName;

  /** The header name in binary mode. */
  final String header;

  /** The maximum length in characters. */
  final int maxLength;

  Attribute(String wireName, int maxLength) {
    this.wireName = wireName;
    this.header = "ce_" + wireName;
    this.maxLength = maxLength;
  }

  /** Returns the attribute with this name in structured mode, or null. */
  static Attribute named(String name) {
    return BY_NAME.get(name);
  }

  /** Returns the attribute that this header carries in binary mode, or null. */
  static Attribute carriedBy(String header) {
    return BY_HEADER.get(header);
  }

  private static Map<String, Attribute> by(Function<Attribute, String> key) {
    return Arrays.stream(values()).collect(Collectors.toUnmodifiableMap(key, Function.identity()));
  }
}
