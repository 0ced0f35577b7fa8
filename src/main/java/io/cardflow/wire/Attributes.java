package io.cardflow.wire;

import static io.cardflow.wire.Malformation.invalid;
import static io.cardflow.wire.Malformation.notACloudEvent;

import java.time.Instant;

/** The attributes of one CloudEvent, as far as they are read; those that are absent are null. */
final class Attributes {

  private static final String SPECVERSION = "1.0";

  private final String[] values = new String[Attribute.values().length];

  /**
   * Takes an attribute over.
   *
   * @throws Malformation INVALID_DATA if it is too long, stands twice, or has a character that it
   *     may not have
   */
  void set(Attribute attribute, String value) throws Malformation {
    if (attribute == Attribute.TRACEPARENT) {
      values[attribute.ordinal()] = TraceParent.accept(value);
      return;
    }
    if (values[attribute.ordinal()] != null) {
      throw invalid("the attribute " + attribute.wireName + " stands twice");
    }
    if (Characters.exceeds(value, attribute.maxLength)) {
      throw invalid(
          "the attribute " + attribute.wireName + " is longer than " + attribute.maxLength);
    }
    String fault = Characters.attributeFault(value);
    if (fault != null) {
      throw invalid("the attribute " + attribute.wireName + " " + fault);
    }
    values[attribute.ordinal()] = value;
  }

  /** The attribute, or null if it is absent or empty. */
  String get(Attribute attribute) {
    String value = values[attribute.ordinal()];
    return value == null || value.isEmpty() ? null : value;
  }

  /**
   * Refuses what no CloudEvent can lack.
   *
   * @throws Malformation NOT_A_CLOUDEVENT
   */
  void requireCloudEvent() throws Malformation {
    if (!SPECVERSION.equals(get(Attribute.SPECVERSION))) {
      throw notACloudEvent("the attribute specversion is not " + SPECVERSION);
    }
    for (Attribute required : new Attribute[] {Attribute.ID, Attribute.SOURCE, Attribute.TYPE}) {
      if (get(required) == null) {
        throw notACloudEvent("the attribute " + required.wireName + " is missing");
      }
    }
  }

  /**
   * The card that the event is about.
   *
   * @throws Malformation INVALID_DATA if it names none
   */
  String cardId() throws Malformation {
    String subject = get(Attribute.SUBJECT);
    if (subject == null) {
      throw invalid("the attribute subject is missing");
    }
    if (!CardId.isValid(subject)) {
      throw invalid("the attribute subject is not a card id");
    }
    return subject;
  }

  /**
   * When the sender says it happened.
   *
   * @param recordMillis the record's timestamp, which stands in
   * @throws Malformation INVALID_DATA if neither is a time in the years 1 to 9999
   */
  Instant time(long recordMillis) throws Malformation {
    String text = values[Attribute.TIME.ordinal()];
    if (text == null) {
      if (!Rfc3339.inRange(recordMillis)) {
        throw invalid("the attribute time is missing, and the record's timestamp is out of range");
      }
      return Instant.ofEpochMilli(recordMillis);
    }
    Instant time = Rfc3339.parse(text);
    if (time == null) {
      throw invalid("the attribute time is not an RFC 3339 date-time");
    }
    return time;
  }
}
