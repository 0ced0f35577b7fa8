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
  void aRecordWithoutARequiredAttributeIsNotACloudEvent(String header) {
    ReceivedMessage.valid().without(header).refused(NOT_A_CLOUDEVENT);
    ReceivedMessage.valid().header(header, "").refused(NOT_A_CLOUDEVENT);
    ReceivedMessage.valid().header(header, (byte[]) null).refused(NOT_A_CLOUDEVENT);
  }

  @ParameterizedTest
  @ValueSource(strings = {"0.3", "1", "1.0 ", "1.1"})
  void anotherSpecVersionIsNotACloudEvent(String version) {
    ReceivedMessage.valid().header("ce_specversion", version).refused(NOT_A_CLOUDEVENT);
  }

  @Test
  void attributeHeadersAreLowerCase() {
    ReceivedMessage.valid().without("ce_id").header("CE_ID", "c-1").refused(NOT_A_CLOUDEVENT);
  }

  @Test
  void eachMessageHasItsOwnSource() {
    for (String source : List.of("/iam", "/iam", "/other", "/iam")) {
      assertEquals(
          source, ReceivedMessage.valid().header("ce_source", source).understood().id().source());
    }
  }

  @Test
  void anEmptyRecordIsNotACloudEvent() {
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
  void aBatchOrAnotherEventFormatIsNotACloudEvent(String contentType) {
    ReceivedMessage.valid().header("content-type", contentType).refused(NOT_A_CLOUDEVENT);
  }

  @Test
  void aRecordWithTwoContentTypesIsNotACloudEvent() {
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
  void jsonInUtf8IsReadUnderEachOfItsContentTypes(String contentType) {
    ReceivedMessage.valid()
        .without("content-type")
        .header("Content-Type", contentType)
        .understood();
  }

  @Test
  void anAbsentContentTypeMeansJson() {
    ReceivedMessage.valid().without("content-type").understood();
    ReceivedMessage.valid().header("content-type", (byte[]) null).understood();
  }

  @ParameterizedTest
  @ValueSource(strings = {"text/plain", "application/xml", "application/json; charset=latin1", ""})
  void otherDataIsInvalid(String contentType) {
    ReceivedMessage.valid().header("content-type", contentType).refused(INVALID_DATA);
  }

  @ParameterizedTest
  @CsvSource({"ce_id,256", "ce_source,256", "ce_type,256", "ce_authid,256", "ce_correlationid,256"})
  void anAttributeHasAMaximumLengthInCharacters(String header, int max) {
    ReceivedMessage.valid().header(header, "😀".repeat(max)).understood();
    ReceivedMessage.valid().header(header, "x".repeat(max + 1)).refused(INVALID_DATA);
  }

  @ParameterizedTest
  @ValueSource(strings = {"ce_id", "ce_source", "ce_type", "ce_authid", "ce_correlationid"})
  void anAttributeHasNoControlCharacterAndIsUtf8(String header) {
    ReceivedMessage.valid().header(header, "a\nb").refused(INVALID_DATA);
    ReceivedMessage.valid().header(header, "a\0b").refused(INVALID_DATA);
    ReceivedMessage.valid().header(header, "a\u0085b").refused(INVALID_DATA);
    ReceivedMessage.valid()
        .header(header, new byte[] {'a', (byte) 0xc0, (byte) 0x80})
        .refused(INVALID_DATA);
  }

  @Test
  void anAttributeOccursOnce() {
    ReceivedMessage.valid().alsoHeader("ce_id", "c-2".getBytes(UTF_8)).refused(INVALID_DATA);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "-T", ".T", "T 1", "T/1", "Å1", "T\u0660"})
  void theSubjectIsACardId(String subject) {
    ReceivedMessage.valid().header("ce_subject", subject).key(subject).refused(INVALID_DATA);
  }

  @Test
  void aCardIdHas1To64Characters() {
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
  void theKeyEqualsTheSubject(String key) {
    ReceivedMessage.valid().key(key).refused(KEY_MISMATCH);
    ReceivedMessage.valid().key(null).refused(KEY_MISMATCH);
  }

  @Test
  void theRecordsTimestampReplacesAnAbsentTime() {
    assertEquals(Instant.ofEpochMilli(5), ReceivedMessage.valid().timestamp(5).understood().time());
    ReceivedMessage.valid().timestamp(Long.MAX_VALUE).refused(INVALID_DATA);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "yesterday", "2026-11-22", "2026-11-22T10:15:30"})
  void aTimeIsADateTime(String time) {
    ReceivedMessage.valid().header("ce_time", time).refused(INVALID_DATA);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "no", "00-00000000000000000000000000000000-00f067aa0ba902b7-01"})
  void anInvalidTraceparentIsDropped(String traceparent) {
    assertNull(
        ReceivedMessage.valid().header("ce_traceparent", traceparent).understood().traceparent());
    assertNull(
        ReceivedMessage.valid()
            .header("ce_traceparent", new byte[] {-1})
            .understood()
            .traceparent());
  }

  @Test
  void aValueHasAtMost64Kib() {
    String padding = " ".repeat(64 * 1024 - 2);
    ReceivedMessage.valid().value("{" + padding + "}").understood();
    ReceivedMessage.valid().value("{" + padding + " }").refused(TOO_LARGE);
    ReceivedMessage.valid().value(new byte[1 << 20]).refused(TOO_LARGE);
  }

  @Test
  void aRecordHasAtMost100HeadersAnd32KibOfThem() {
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
  void structuredModeTreatsNullAttributesAsAbsent() {
    assertNull(
        ReceivedMessage.structured(ATTRIBUTES + ",\"authid\":null,\"data\":{}")
            .understood()
            .actor());
    ReceivedMessage.structured(ATTRIBUTES.replace("\"c-1\"", "null") + ",\"data\":{}")
        .refused(NOT_A_CLOUDEVENT);
  }

  @Test
  void structuredModeAcceptsBase64Data() {
    ReceivedMessage.structured(ATTRIBUTES + ",\"data_base64\":\"e30=\"").understood();
    ReceivedMessage.structured(ATTRIBUTES + ",\"data_base64\":\"e3\u00e5=\"").refused(INVALID_DATA);
    ReceivedMessage.structured(ATTRIBUTES + ",\"data_base64\":1").refused(INVALID_DATA);
    ReceivedMessage.structured(ATTRIBUTES + ",\"data_base64\":\"e30=\",\"data\":{}")
        .refused(NOT_A_CLOUDEVENT);
  }

  @Test
  void structuredModeWithoutAnEventIsNotACloudEvent() {
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
  void structuredModeHasTheSameRulesForAttributesAndData(String more) {
    ReceivedMessage.structured(ATTRIBUTES + more).refused(INVALID_DATA);
  }
}
