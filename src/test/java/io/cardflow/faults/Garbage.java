package io.cardflow.faults;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.cardflow.wire.DeadLetterReason;
import java.util.function.UnaryOperator;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeaders;

/** The ways in which a record can be malformed, each with the expected reason. */
enum Garbage {
  NO_CLOUD_EVENT(DeadLetterReason.NOT_A_CLOUDEVENT, record -> bare(record, "hello")),
  NO_HEADERS_BUT_JSON(DeadLetterReason.NOT_A_CLOUDEVENT, record -> bare(record, "{}")),
  OTHER_VERSION(DeadLetterReason.NOT_A_CLOUDEVENT, record -> with(record, "ce_specversion", "0.3")),
  NO_ID(DeadLetterReason.NOT_A_CLOUDEVENT, record -> without(record, "ce_id")),
  NO_SOURCE(DeadLetterReason.NOT_A_CLOUDEVENT, record -> without(record, "ce_source")),
  NO_TYPE(DeadLetterReason.NOT_A_CLOUDEVENT, record -> without(record, "ce_type")),
  NO_SUBJECT(DeadLetterReason.INVALID_DATA, record -> without(record, "ce_subject")),
  SUBJECT_IS_NO_CARD(DeadLetterReason.INVALID_DATA, record -> with(record, "ce_subject", "a b")),
  CONTROL_CHARACTER_IN_ID(
      DeadLetterReason.INVALID_DATA, record -> with(record, "ce_id", "a\u0007b")),
  TIME_IS_NONE(DeadLetterReason.INVALID_DATA, record -> with(record, "ce_time", "yesterday")),
  NO_VALUE(DeadLetterReason.INVALID_DATA, record -> valued(record, null)),
  EMPTY_VALUE(DeadLetterReason.INVALID_DATA, record -> valued(record, new byte[0])),
  BAD_JSON(DeadLetterReason.MALFORMED_JSON, record -> json(record, "{\"holderId\":")),
  TWO_VALUES(DeadLetterReason.MALFORMED_JSON, record -> json(record, "{} {}")),
  INVALID_UTF_8(
      DeadLetterReason.MALFORMED_JSON,
      record -> valued(record, "{\"holderId\":\"\u00e9\"}".getBytes(ISO_8859_1))),
  NESTED_DEEP(
      DeadLetterReason.MALFORMED_JSON,
      record -> json(record, "{\"x\":" + "[".repeat(5_000) + "]".repeat(5_000) + "}")),
  FIELD_TWICE(
      DeadLetterReason.MALFORMED_JSON,
      record -> json(record, "{\"holderId\":\"A\",\"holderId\":\"B\"}")),
  RAW_CONTROL_CHARACTER(
      DeadLetterReason.MALFORMED_JSON, record -> json(record, "{\"holderId\":\"a\u0001\"}")),
  NO_OBJECT(DeadLetterReason.INVALID_DATA, record -> json(record, "[1]")),
  FIELD_MISSING(DeadLetterReason.INVALID_DATA, record -> json(record, "{}")),
  WRONG_TYPE(DeadLetterReason.INVALID_DATA, record -> json(record, "{\"holderId\":7}")),
  TEXT_TOO_LONG(
      DeadLetterReason.INVALID_DATA,
      record -> json(record, "{\"holderId\":\"" + "h".repeat(129) + "\"}")),
  NUL_IN_TEXT(
      DeadLetterReason.INVALID_DATA, record -> json(record, "{\"holderId\":\"a\\u0000b\"}")),
  NUMBER_BEYOND_RANGE(
      DeadLetterReason.INVALID_DATA,
      record ->
          json(
              with(record, "ce_type", "io.cardflow.command.expire-card.v1"),
              "{\"assignment\":99999999999}")),
  TIME_BEYOND_RANGE(
      DeadLetterReason.INVALID_DATA,
      record -> json(record, "{\"holderId\":\"H\",\"validUntil\":\"99999-01-01T00:00:00Z\"}")),
  WRONG_KEY(DeadLetterReason.KEY_MISMATCH, record -> keyed(record, "another")),
  NO_KEY(DeadLetterReason.KEY_MISMATCH, record -> keyed(record, null)),
  MANY_HEADERS(DeadLetterReason.TOO_LARGE, Garbage::crowded),
  MEGABYTE(DeadLetterReason.TOO_LARGE, record -> valued(record, new byte[1_000_000]));

  private final DeadLetterReason reason;
  private final UnaryOperator<ProducerRecord<String, byte[]>> breaking;

  Garbage(DeadLetterReason reason, UnaryOperator<ProducerRecord<String, byte[]>> breaking) {
    this.reason = reason;
    this.breaking = breaking;
  }

  DeadLetterReason reason() {
    return reason;
  }

  /** Whether it is malformed for every type, so that it may be on either topic. */
  boolean anyTopic() {
    return reason != DeadLetterReason.INVALID_DATA && reason != DeadLetterReason.MALFORMED_JSON;
  }

  ProducerRecord<String, byte[]> record(String topic, String id, String card) {
    ProducerRecord<String, byte[]> sound =
        new ProducerRecord<>(topic, card, "{\"holderId\":\"H\"}".getBytes(UTF_8));
    CloudEvent.headers(sound, "command.assign-card", id);
    return breaking.apply(sound);
  }

  private static ProducerRecord<String, byte[]> bare(
      ProducerRecord<String, byte[]> record, String text) {
    return new ProducerRecord<>(record.topic(), record.key(), text.getBytes(UTF_8));
  }

  private static ProducerRecord<String, byte[]> json(
      ProducerRecord<String, byte[]> record, String json) {
    return valued(record, json.getBytes(UTF_8));
  }

  private static ProducerRecord<String, byte[]> valued(
      ProducerRecord<String, byte[]> record, byte[] value) {
    return new ProducerRecord<>(record.topic(), null, record.key(), value, record.headers());
  }

  private static ProducerRecord<String, byte[]> keyed(
      ProducerRecord<String, byte[]> record, String key) {
    return new ProducerRecord<>(record.topic(), null, key, record.value(), record.headers());
  }

  private static ProducerRecord<String, byte[]> with(
      ProducerRecord<String, byte[]> record, String header, String value) {
    ProducerRecord<String, byte[]> changed = without(record, header);
    changed.headers().add(header, value.getBytes(UTF_8));
    return changed;
  }

  private static ProducerRecord<String, byte[]> without(
      ProducerRecord<String, byte[]> record, String header) {
    RecordHeaders kept = new RecordHeaders();
    for (Header each : record.headers()) {
      if (!each.key().equals(header)) {
        kept.add(each);
      }
    }
    return new ProducerRecord<>(record.topic(), null, record.key(), record.value(), kept);
  }

  private static ProducerRecord<String, byte[]> crowded(ProducerRecord<String, byte[]> record) {
    for (int number = 0; number < 100; number++) {
      record.headers().add("x-" + number, "x".getBytes(UTF_8));
    }
    return record;
  }
}
