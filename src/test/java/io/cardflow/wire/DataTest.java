package io.cardflow.wire;

import static io.cardflow.wire.DeadLetterReason.INVALID_DATA;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cardflow.domain.Command;
import io.cardflow.domain.InboundTopic;
import io.cardflow.domain.Message;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class DataTest {

  /** Golden record, field (a JSON pointer), maximum length; the minimum is 1. */
  private static final String[] REQUIRED = {
    "request-card,/layoutId,64",
    "request-card,/delivery/recipient,200",
    "request-card,/delivery/addressOne,200",
    "request-card,/delivery/postalCode,20",
    "request-card,/delivery/city,100",
    "assign-card,/holderId,128",
    "replace-production,/producerCardId,128",
    "replace-production,/readouts/0/type,64",
    "replace-production,/readouts/0/value,4096",
    "accept-order,/orderId,128",
    "accept-order,/reason,500",
    "order-accepted,/batchId,128",
    "order-accepted,/orderId,128",
    "order-refused,/batchId,128",
    "order-refused,/code,64",
    "production-started,/orderId,128",
    "card-produced,/orderId,128",
    "card-produced,/readouts/0/type,64",
    "card-produced,/readouts/1/value,4096",
    "card-shipped,/orderId,128",
    "production-failed,/orderId,128",
    "production-failed,/code,64"
  };

  private static final String[] OPTIONAL = {
    "request-card,/delivery/companyName,200",
    "request-card,/delivery/addressTwo,200",
    "request-card,/delivery/phone,50",
    "request-card,/costCentre,64",
    "abort-order,/reason,500",
    "withdraw-card,/reason,500",
    "lock-card,/reason,500",
    "initialize-card,/chipSerial,128",
    "replace-production,/shipmentId,128",
    "replace-production,/carrier,128",
    "replace-production,/trackingNumber,128",
    "replace-production,/reason,500",
    "order-accepted,/producerCardId,128",
    "order-refused,/detail,500",
    "card-shipped,/producerCardId,128",
    "card-shipped,/shipmentId,128",
    "card-shipped,/carrier,128",
    "card-shipped,/trackingNumber,128",
    "production-failed,/detail,500"
  };

  static List<Arguments> texts() {
    List<Arguments> all = new ArrayList<>(optional());
    all.addAll(required());
    return all;
  }

  static List<Arguments> required() {
    return arguments(REQUIRED);
  }

  static List<Arguments> optional() {
    return arguments(OPTIONAL);
  }

  @ParameterizedTest
  @MethodSource("texts")
  void aTextHasAMaximumLengthInCharacters(String golden, String field, int max) {
    with(golden, field, text("😀".repeat(max))).understood();
    String cause = with(golden, field, text("x".repeat(max + 1))).refused(INVALID_DATA);
    assertTrue(cause.contains("longer than " + max), cause);
  }

  @ParameterizedTest
  @MethodSource("texts")
  void aTextIsAStringThatCanBeStored(String golden, String field, int max) {
    with(golden, field, JsonNodeFactory.instance.numberNode(1)).refused(INVALID_DATA);
    with(golden, field, JsonNodeFactory.instance.booleanNode(true)).refused(INVALID_DATA);
    with(golden, field, JsonNodeFactory.instance.objectNode()).refused(INVALID_DATA);
    with(golden, field, JsonNodeFactory.instance.arrayNode()).refused(INVALID_DATA);
    with(golden, field, text("a\0b")).refused(INVALID_DATA);
    escaped(golden, field, "\\ud800").refused(INVALID_DATA);
    escaped(golden, field, "\\udc00\\ud800").refused(INVALID_DATA);
    escaped(golden, field, "\\u0000").refused(INVALID_DATA);
    escaped(golden, field, "\\ud83e\\udeaa").understood();
  }

  @ParameterizedTest
  @MethodSource("required")
  void aRequiredTextIsPresentAndNotEmpty(String golden, String field, int max) {
    with(golden, field, null).refused(INVALID_DATA);
    with(golden, field, JsonNodeFactory.instance.nullNode()).refused(INVALID_DATA);
    with(golden, field, text("")).refused(INVALID_DATA);
  }

  @ParameterizedTest
  @MethodSource("optional")
  void anOptionalTextMayBeAbsentNullOrEmpty(String golden, String field, int max) {
    Message absent = with(golden, field, null).understood();
    Message none = with(golden, field, JsonNodeFactory.instance.nullNode()).understood();
    Message empty = with(golden, field, text("")).understood();
    assertEquals(absent.body(), none.body());
    assertEquals(absent.body(), empty.body());
  }

  @ParameterizedTest
  @CsvSource({
    "assign-card,/validUntil",
    "extend-card,/validUntil",
    "replace-production,/startedAt",
    "replace-production,/producedAt",
    "replace-production,/shippedAt",
    "production-started,/startedAt",
    "card-produced,/producedAt",
    "card-shipped,/shippedAt",
    "card-shipped,/activatedAt"
  })
  void aPointInTimeIsRfc3339(String golden, String field) {
    for (String broken : new String[] {"", "2026-11-22", "2026-11-22T10:00:00", "tomorrow"}) {
      with(golden, field, text(broken)).refused(INVALID_DATA);
    }
    with(golden, field, JsonNodeFactory.instance.numberNode(1795342530)).refused(INVALID_DATA);
    with(golden, field, text("1999-01-01T00:00:00-08:00")).understood();
  }

  @Test
  void anExtensionRequiresAValidity() {
    with("extend-card", "/validUntil", null).refused(INVALID_DATA);
    with("extend-card", "/validUntil", JsonNodeFactory.instance.nullNode()).refused(INVALID_DATA);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "0",
        "-1",
        "-0",
        "1.5",
        "1.0",
        "1e0",
        "1e400",
        "1e999999999",
        "2147483648",
        "99999999999999999999",
        "\"1\"",
        "null",
        "true",
        "[1]",
        "{}"
      })
  void anAssignmentIsAWholeNumber(String number) {
    ReceivedMessage.valid()
        .command("expire-card", "{\"assignment\":" + number + "}")
        .refused(INVALID_DATA);
  }

  @Test
  void anAssignmentMayBeAnyPositiveInt() {
    ReceivedMessage last =
        ReceivedMessage.valid().command("expire-card", "{\"assignment\":2147483647}");
    assertEquals(new Command.ExpireCard(Integer.MAX_VALUE), last.understood().body());
    ReceivedMessage.valid().command("expire-card", "{}").refused(INVALID_DATA);
  }

  @ParameterizedTest
  @ValueSource(strings = {"XX", "se", "SWE", "S", "", "UK", "EU"})
  void aCountryIsAnIso3166Code(String country) {
    with("request-card", "/delivery/countryCode", text(country)).refused(INVALID_DATA);
  }

  @ParameterizedTest
  @ValueSource(strings = {"null", "[]", "\"x\"", "{}"})
  void aDeliveryIsAnObjectWithItsFields(String delivery) {
    ReceivedMessage.valid()
        .command("request-card", "{\"layoutId\":\"l\",\"delivery\":" + delivery + "}")
        .refused(INVALID_DATA);
  }

  @ParameterizedTest
  @ValueSource(strings = {"\"true\"", "1", "0", "[]"})
  void aFlagIsTrueOrFalse(String flag) {
    broken("request-card", "queue", flag).refused(INVALID_DATA);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"[]", "\"x\"", "{\"a\":1}", "{\"a\":null}", "{\"\":\"x\"}", "{\"a\":\"\\u0000\"}"})
  void cardElementsAreTextsByName(String elements) {
    broken("request-card", "cardElements", elements).refused(INVALID_DATA);
  }

  @Test
  void cardElementsAreAtMost50() {
    ObjectNode elements = JsonNodeFactory.instance.objectNode();
    for (int i = 0; i < 50; i++) {
      elements.put("x".repeat(62) + (10 + i), "y".repeat(500));
    }
    with("request-card", "/cardElements", elements).understood();
    elements.put("one-more", "");
    with("request-card", "/cardElements", elements).refused(INVALID_DATA);
    with("request-card", "/cardElements", element("x".repeat(65), "")).refused(INVALID_DATA);
    with("request-card", "/cardElements", element("x", "y".repeat(501))).refused(INVALID_DATA);
    with("request-card", "/cardElements", element("x", "")).understood();
  }

  @ParameterizedTest
  @ValueSource(strings = {"{}", "\"x\"", "[1]", "[null]", "[{}]", "[{\"type\":\"t\"}]"})
  void readoutsAreObjectsWithTypeAndValue(String readouts) {
    broken("replace-production", "readouts", readouts).refused(INVALID_DATA);
    broken("card-produced", "readouts", readouts).refused(INVALID_DATA);
  }

  @Test
  void readoutsAreAtMost50() {
    String one = "{\"type\":\"t\",\"value\":\"v\"},";
    broken("card-produced", "readouts", "[" + one.repeat(49) + one.replace("},", "}]"))
        .understood();
    String cause =
        broken("card-produced", "readouts", "[" + one.repeat(50) + one.replace("},", "}]"))
            .refused(INVALID_DATA);
    assertEquals("data.readouts has more than 50 items", cause);
  }

  @Test
  void aCauseNamesThePathOfTheField() {
    String cause = with("card-produced", "/readouts/1/value", text("")).refused(INVALID_DATA);
    assertEquals("data.readouts[1].value is missing", cause);
  }

  @ParameterizedTest
  @EnumSource
  void aTypeIsValidOnItsOwnTopicOnly(InboundType type) {
    InboundTopic other =
        type.topic == InboundTopic.COMMANDS ? InboundTopic.PRODUCER_STATUS : InboundTopic.COMMANDS;
    Message message =
        ReceivedMessage.valid().header("ce_type", type.wireName).on(other).understood();
    assertEquals(new Message.UnknownType(), message.body());
    assertEquals(type.wireName, message.type());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "lock-card",
        "io.cardflow.command.lock-card.v2",
        "io.cardflow.COMMAND.lock-card.v1"
      })
  void anUnknownTypeIsParsedWhateverItsData(String type) {
    ReceivedMessage unknown = ReceivedMessage.valid().header("ce_type", type);
    UUID json = unknown.understood().fingerprint();
    assertEquals(json, unknown.value(" { } ").understood().fingerprint());
    UUID bytes = unknown.value(new byte[] {-1}).understood().fingerprint();
    assertNotEquals(json, bytes);
    assertNotEquals(bytes, unknown.value(new byte[] {-2}).understood().fingerprint());
    UUID nothing = unknown.value((byte[]) null).understood().fingerprint();
    assertEquals(nothing, unknown.value("").understood().fingerprint());
    assertNotEquals(nothing, bytes);
    assertEquals(
        new Message.UnknownType(), unknown.header("content-type", "x/y").understood().body());
  }

  @Test
  void anEmptyActorIsAbsent() {
    assertNull(ReceivedMessage.valid().header("ce_authid", "").understood().actor());
  }

  private static List<Arguments> arguments(String[] rows) {
    List<Arguments> arguments = new ArrayList<>();
    for (String row : rows) {
      String[] cells = row.split(",");
      arguments.add(Arguments.of(cells[0], cells[1], Integer.parseInt(cells[2])));
    }
    return arguments;
  }

  private static JsonNode text(String text) {
    return JsonNodeFactory.instance.textNode(text);
  }

  private static ObjectNode element(String name, String text) {
    return JsonNodeFactory.instance.objectNode().put(name, text);
  }

  /** A golden record with another value in one field, or without it. */
  private static ReceivedMessage with(String name, String field, JsonNode value) {
    Golden golden = Golden.in(name);
    return ReceivedMessage.of(golden)
        .value(Golden.bytes(Broken.with(golden.value(), field, value)));
  }

  /** The same with a JSON text that a tree cannot represent. */
  private static ReceivedMessage escaped(String name, String field, String escape) {
    Golden golden = Golden.in(name);
    JsonNode marked = Broken.with(golden.value(), field, text("MARK"));
    return ReceivedMessage.of(golden).value(marked.toString().replace("MARK", escape));
  }

  private static ReceivedMessage broken(String name, String field, String json) {
    Golden golden = Golden.in(name);
    JsonNode marked = Broken.with(golden.value(), "/" + field, text("MARK"));
    return ReceivedMessage.of(golden).value(marked.toString().replace("\"MARK\"", json));
  }
}
