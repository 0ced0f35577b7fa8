package io.cardflow.wire;

import static io.cardflow.wire.DeadLetterReason.INVALID_DATA;
import static io.cardflow.wire.DeadLetterReason.KEY_MISMATCH;
import static io.cardflow.wire.DeadLetterReason.NOT_A_CLOUDEVENT;
import static io.cardflow.wire.DeadLetterReason.TOO_LARGE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.cardflow.domain.InboundTopic;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EnvelopeTest {

  private static final String ATTRIBUTES =
      """
      "specversion":"1.0","id":"c-1","source":"/iam","subject":"T-000042",
      "type":"io.cardflow.command.lock-card.v1"\
      """;

  @ParameterizedTest
  @ValueSource(strings = {"ce_specversion", "ce_id", "ce_source", "ce_type"})
  void without_a_required_attribute_it_is_no_cloud_event(String header) {
    ReceivedMessage.valid().without(header).refused(NOT_A_CLOUDEVENT);
    ReceivedMessage.valid().header(header, "").refused(NOT_A_CLOUDEVENT);
    ReceivedMessage.valid().header(header, (byte[]) null).refused(NOT_A_CLOUDEVENT);
  }

  @ParameterizedTest
  @ValueSource(strings = {"0.3", "1", "1.0 ", "1.1"})
  void another_version_of_the_spec_is_no_cloud_event(String version) {
    ReceivedMessage.valid().header("ce_specversion", version).refused(NOT_A_CLOUDEVENT);
  }

  @Test
  void attribute_headers_are_lower_case() {
    ReceivedMessage.valid().without("ce_id").header("CE_ID", "c-1").refused(NOT_A_CLOUDEVENT);
  }

  @Test
  void each_message_has_its_own_source() {
    for (String source : List.of("/iam", "/iam", "/other", "/iam")) {
      assertEquals(
          source, ReceivedMessage.valid().header("ce_source", source).understood().id().source());
    }
  }

  @Test
  void a_record_without_anything_is_no_cloud_event() {
    ParseResult decoded =
        new MessageParser().decode(InboundTopic.COMMANDS, null, List.of(), null, -1);
    assertEquals(NOT_A_CLOUDEVENT, ((ParseResult.Malformed) decoded).reason());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "application/cloudevents-batch+json",
        "application/cloudevents+avro",
        "application/cloudevents",
        "application/cloudevents+json; charset=utf-16"
      })
  void a_batch_and_other_event_formats_are_no_cloud_event(String contentType) {
    ReceivedMessage.valid().header("content-type", contentType).refused(NOT_A_CLOUDEVENT);
  }

  @Test
  void two_content_types_are_no_cloud_event() {
    ReceivedMessage.valid()
        .alsoHeader("Content-Type", "application/json".getBytes(UTF_8))
        .refused(NOT_A_CLOUDEVENT);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "application/json",
        "Application/JSON; Charset=UTF-8",
        "application/json;charset=\"utf-8\"",
        "application/vnd.iam.lock+json",
        "application/json; profile=x"
      })
  void json_in_utf_8_is_read_under_any_of_its_names(String contentType) {
    ReceivedMessage.valid()
        .without("content-type")
        .header("Content-Type", contentType)
        .understood();
  }

  @Test
  void an_absent_content_type_is_json() {
    ReceivedMessage.valid().without("content-type").understood();
    ReceivedMessage.valid().header("content-type", (byte[]) null).understood();
  }

  @ParameterizedTest
  @ValueSource(strings = {"text/plain", "application/xml", "application/json; charset=latin1", ""})
  void other_data_is_invalid(String contentType) {
    ReceivedMessage.valid().header("content-type", contentType).refused(INVALID_DATA);
  }

  @ParameterizedTest
  @CsvSource({"ce_id,256", "ce_source,256", "ce_type,256", "ce_authid,256", "ce_correlationid,256"})
  void an_attribute_has_a_longest_length_in_characters(String header, int max) {
    ReceivedMessage.valid().header(header, "😀".repeat(max)).understood();
    ReceivedMessage.valid().header(header, "x".repeat(max + 1)).refused(INVALID_DATA);
  }

  @ParameterizedTest
  @ValueSource(strings = {"ce_id", "ce_source", "ce_type", "ce_authid", "ce_correlationid"})
  void an_attribute_has_no_control_character_and_is_utf_8(String header) {
    ReceivedMessage.valid().header(header, "a\nb").refused(INVALID_DATA);
    ReceivedMessage.valid().header(header, "a\0b").refused(INVALID_DATA);
    ReceivedMessage.valid().header(header, "a\u0085b").refused(INVALID_DATA);
    ReceivedMessage.valid()
        .header(header, new byte[] {'a', (byte) 0xc0, (byte) 0x80})
        .refused(INVALID_DATA);
  }

  @Test
  void an_attribute_stands_once() {
    ReceivedMessage.valid().alsoHeader("ce_id", "c-2".getBytes(UTF_8)).refused(INVALID_DATA);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "-T", ".T", "T 1", "T/1", "Å1", "T\u0660"})
  void the_subject_is_a_card_id(String subject) {
    ReceivedMessage.valid().header("ce_subject", subject).key(subject).refused(INVALID_DATA);
  }

  @Test
  void a_card_id_has_1_to_64_characters() {
    String longest = "0Aa._:-".repeat(9) + "z";
    ReceivedMessage.valid().header("ce_subject", longest).key(longest).understood();
    ReceivedMessage.valid()
        .header("ce_subject", longest + "z")
        .key(longest + "z")
        .refused(INVALID_DATA);
    ReceivedMessage.valid().without("ce_subject").refused(INVALID_DATA);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "T-00004", "T-0000423", "t-000042", "T-000043"})
  void the_key_is_the_subject(String key) {
    ReceivedMessage.valid().key(key).refused(KEY_MISMATCH);
    ReceivedMessage.valid().key(null).refused(KEY_MISMATCH);
  }

  @Test
  void an_absent_time_is_the_records_timestamp() {
    assertEquals(Instant.ofEpochMilli(5), ReceivedMessage.valid().timestamp(5).understood().time());
    ReceivedMessage.valid().timestamp(Long.MAX_VALUE).refused(INVALID_DATA);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "yesterday", "2026-11-22", "2026-11-22T10:15:30"})
  void a_time_that_is_given_is_a_date_time(String time) {
    ReceivedMessage.valid().header("ce_time", time).refused(INVALID_DATA);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "no", "00-00000000000000000000000000000000-00f067aa0ba902b7-01"})
  void a_broken_traceparent_is_dropped(String traceparent) {
    assertNull(
        ReceivedMessage.valid().header("ce_traceparent", traceparent).understood().traceparent());
    assertNull(
        ReceivedMessage.valid()
            .header("ce_traceparent", new byte[] {-1})
            .understood()
            .traceparent());
  }

  @Test
  void a_value_has_at_most_64_kib() {
    String padding = " ".repeat(64 * 1024 - 2);
    ReceivedMessage.valid().value("{" + padding + "}").understood();
    ReceivedMessage.valid().value("{" + padding + " }").refused(TOO_LARGE);
    ReceivedMessage.valid().value(new byte[1 << 20]).refused(TOO_LARGE);
  }

  @Test
  void a_record_has_at_most_100_headers_and_32_kib_of_them() {
    ReceivedMessage many = ReceivedMessage.valid();
    for (int i = 0; i < 94; i++) {
      many.alsoHeader("x", null);
    }
    many.understood();
    many.alsoHeader("x", null).refused(TOO_LARGE);
    ReceivedMessage.valid().header("x", new byte[32 * 1024]).refused(TOO_LARGE);
    ReceivedMessage.valid().header("x".repeat(32 * 1024), (byte[]) null).refused(TOO_LARGE);
  }

  @Test
  void structured_mode_takes_attributes_that_are_null_as_absent() {
    assertNull(
        ReceivedMessage.structured(ATTRIBUTES + ",\"authid\":null,\"data\":{}")
            .understood()
            .actor());
    ReceivedMessage.structured(ATTRIBUTES.replace("\"c-1\"", "null") + ",\"data\":{}")
        .refused(NOT_A_CLOUDEVENT);
  }

  @Test
  void structured_mode_takes_data_as_base64() {
    ReceivedMessage.structured(ATTRIBUTES + ",\"data_base64\":\"e30=\"").understood();
    ReceivedMessage.structured(ATTRIBUTES + ",\"data_base64\":\"e3\u00e5=\"").refused(INVALID_DATA);
    ReceivedMessage.structured(ATTRIBUTES + ",\"data_base64\":1").refused(INVALID_DATA);
    ReceivedMessage.structured(ATTRIBUTES + ",\"data_base64\":\"e30=\",\"data\":{}")
        .refused(NOT_A_CLOUDEVENT);
  }

  @Test
  void structured_mode_without_an_event_is_no_cloud_event() {
    ReceivedMessage.structured("").refused(NOT_A_CLOUDEVENT);
    ReceivedMessage.structured("").value("").refused(NOT_A_CLOUDEVENT);
    ReceivedMessage.structured("").value("[]").refused(NOT_A_CLOUDEVENT);
    ReceivedMessage.structured("").value((byte[]) null).refused(NOT_A_CLOUDEVENT);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        ",\"authid\":7,\"data\":{}",
        ",\"authid\":\"\\ud800\",\"data\":{}",
        ",\"authid\":\"\\u0000\",\"data\":{}",
        ",\"time\":true,\"data\":{}",
        ",\"datacontenttype\":\"text/plain\",\"data\":\"x\"",
        ",\"datacontenttype\":1,\"data\":{}",
        ",\"data\":\"{}\"",
        ",\"data\":null",
        ""
      })
  void structured_mode_holds_attributes_and_data_to_the_same_rules(String more) {
    ReceivedMessage.structured(ATTRIBUTES + more).refused(INVALID_DATA);
  }
}
