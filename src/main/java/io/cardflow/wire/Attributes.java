package io.cardflow.wire;

import static io.cardflow.wire.Malformation.invalid;
import static io.cardflow.wire.Malformation.notACloudEvent;

import java.time.Instant;

/** The supported attributes of one CloudEvent; absent ones are null. */
final class Attributes {

  private static final String SPECVERSION = "1.0";

  private final String[] values = new String[Attribute.values().length];

  /**
   * Sets an attribute.
   *
   * @throws Malformation INVALID_DATA if it is too long, occurs twice, or contains an invalid
   *     character
   */
  void set(Attribute attribute, String value) throws Malformation {
    if (attribute == Attribute.TRACEPARENT) {
      values[attribute.ordinal()] = TraceParent.accept(value);
      return;
    }
    if (values[attribute.ordinal()] != null) {
      throw invalid("the attribute " + attribute.wireName + " occurs twice");
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

  /** Returns the attribute, or null if it is absent or empty. */
  String get(Attribute attribute) {
    String value = values[attribute.ordinal()];
    return value == null || value.isEmpty() ? null : value;
  }

  /**
   * Requires the attributes that every CloudEvent has.
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
   * Returns the id of the card that the event is about.
   *
   * @throws Malformation INVALID_DATA if the subject is absent or not a card id
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
   * Returns the time of the event.
   *
   * @param recordMillis the record's timestamp, used if the attribute is absent
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
