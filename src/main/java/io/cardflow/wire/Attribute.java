package io.cardflow.wire;

import java.util.Arrays;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The CloudEvents attributes that are read; every other one is ignored. */
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

  /** Its name in structured mode. */
  final String wireName;

  /** Its name in binary mode. */
  final String header;

  /** The most characters that it may have. */
  final int maxLength;

  Attribute(String wireName, int maxLength) {
    this.wireName = wireName;
    this.header = "ce_" + wireName;
    this.maxLength = maxLength;
  }

  /** The attribute of this name in structured mode, or null. */
  static Attribute named(String name) {
    return BY_NAME.get(name);
  }

  /** The attribute that this header carries in binary mode, or null. */
  static Attribute carriedBy(String header) {
    return BY_HEADER.get(header);
  }

  private static Map<String, Attribute> by(Function<Attribute, String> key) {
    return Arrays.stream(values()).collect(Collectors.toUnmodifiableMap(key, Function.identity()));
  }
}
