package io.cardflow.wire;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cardflow.domain.AuditEntry;
import io.cardflow.domain.CardState;
import io.cardflow.domain.InboundTopic;
import io.cardflow.domain.PrivacyCode;
import io.cardflow.domain.RejectionCode;
import io.cardflow.domain.Trigger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class AsyncApiTest {

  private static final AsyncApi API = AsyncApi.read();

  static Stream<Golden> golden() {
    return Stream.of(Golden.in(), Golden.out(), Golden.privacy(), Golden.audit())
        .flatMap(List::stream);
  }

  @ParameterizedTest
  @MethodSource("golden")
  void aGoldenRecordConformsToTheDocument(Golden golden) {
    JsonNode message = API.message(golden.topic(), messageName(golden));
    if (golden.isStructured()) {
      String form = isAboutACard(golden) ? "StructuredEvent" : "StructuredPrivacyEvent";
      assertNoFaults(API.schema(form), golden.value());
      assertNoFaults(message.get("payload"), golden.value().get("data"));
    } else {
      assertNoFaults(message.get("headers"), headers(golden));
      assertNoFaults(message.get("payload"), golden.value());
    }
    String key = isAboutACard(golden) ? "CardId" : "RequestId";
    assertNoFaults(API.schema(key), JsonNodeFactory.instance.textNode(golden.key()));
  }

  private static boolean isAboutACard(Golden golden) {
    return !List.of("cardflow.privacy", "cardflow.audit").contains(golden.topic());
  }

  @Test
  void everyMessageOfTheDocumentHasAGoldenRecord() {
    Set<String> recorded = new HashSet<>();
    golden().forEach(golden -> recorded.add(golden.topic() + " " + messageName(golden)));
    Set<String> described = new HashSet<>();
    for (JsonNode channel : API.document().get("channels")) {
      String address = channel.get("address").asText();
      API.messageNames(address).forEach(name -> described.add(address + " " + name));
    }
    assertEquals(new TreeSet<>(described), new TreeSet<>(recorded));
  }

  @Test
  void everyTypeThatIsReadOrWrittenIsInTheDocument() {
    Set<String> commands = new HashSet<>(API.messageNames("cardflow.commands"));
    Set<String> statuses = new HashSet<>(API.messageNames("cardflow.producer-status"));
    for (InboundType type : InboundType.values()) {
      Set<String> described = type.topic == InboundTopic.COMMANDS ? commands : statuses;
      assertTrue(described.remove(type.wireName), type.wireName);
      String address =
          type.topic == InboundTopic.COMMANDS ? "cardflow.commands" : "cardflow.producer-status";
      assertEquals(
          "#/components/schemas/" + type.schema,
          API.message(address, type.wireName).at("/payload/$ref").asText());
    }
    assertEquals(Set.of(), commands);
    assertEquals(Set.of(), statuses);
    for (OutboundType type : OutboundType.values()) {
      String address = "cardflow." + type.topic.name().toLowerCase(Locale.ROOT);
      assertTrue(API.messageNames(address).contains(type.wireName), type.wireName);
    }
  }

  @Test
  void everyTypeOfRequestsToEraseIsInTheDocument() {
    Set<String> described = new HashSet<>(API.messageNames("cardflow.privacy"));
    for (PrivacyType type : PrivacyType.values()) {
      assertTrue(described.remove(type.wireName), type.wireName);
      assertEquals(
          "#/components/schemas/" + type.schema,
          API.message("cardflow.privacy", type.wireName).at("/payload/$ref").asText());
    }
    assertEquals(Set.of(), described);
  }

  @Test
  void everyConstantOfTheDomainIsInTheDocument() {
    assertEnum(CardState.values(), API.schema("State"));
    assertEnum(Trigger.values(), API.schema("StateChanged").at("/properties/trigger"));
    assertEnum(RejectionCode.values(), API.schema("MessageRejected").at("/properties/code"));
    assertEnum(PrivacyCode.values(), API.schema("PrivacyRefused").at("/properties/code"));
    assertEnum(AuditEntry.Outcome.values(), API.schema("ActionRecorded").at("/properties/outcome"));
    assertEnum(
        DeadLetterReason.values(),
        API.schema("DeadLetterHeaders").at("/properties/dead-letter-reason"));
  }

  @Test
  void everyReferenceHasATarget() {
    List<JsonNode> references = API.document().findValues("$ref");
    assertFalse(references.isEmpty());
    for (JsonNode reference : references) {
      assertFalse(API.resolve(reference.asText()).isMissingNode(), reference.asText());
    }
  }

  @ParameterizedTest
  @MethodSource("io.cardflow.wire.DataTest#required")
  void documentAndDecoderRejectAMissingRequiredText(String golden, String field, int max) {
    assertRefused(golden, field, null);
    assertRefused(golden, field, JsonNodeFactory.instance.textNode(""));
    assertRefused(golden, field, JsonNodeFactory.instance.nullNode());
  }

  @ParameterizedTest
  @MethodSource("io.cardflow.wire.DataTest#texts")
  void documentAndDecoderHaveTheSameMaximumLengths(String golden, String field, int max) {
    assertAccepted(golden, field, JsonNodeFactory.instance.textNode("😀".repeat(max)));
    assertRefused(golden, field, JsonNodeFactory.instance.textNode("😀".repeat(max + 1)));
    assertRefused(golden, field, JsonNodeFactory.instance.numberNode(1));
  }

  @ParameterizedTest
  @MethodSource("io.cardflow.wire.DataTest#optional")
  void documentAndDecoderAcceptAnAbsentOptionalText(String golden, String field, int max) {
    assertAccepted(golden, field, null);
    assertAccepted(golden, field, JsonNodeFactory.instance.nullNode());
    assertAccepted(golden, field, JsonNodeFactory.instance.textNode(""));
  }

  @ParameterizedTest
  @CsvSource({
    "request-card,/delivery,",
    "request-card,/delivery,{}",
    "request-card,/delivery/countryCode,\"se\"",
    "request-card,/queue,\"yes\"",
    "request-card,/cardElements,[]",
    "request-card,/cardElements/line1,null",
    "request-card,/cardElements/line1,1",
    "assign-card,/validUntil,\"tomorrow\"",
    "assign-card,/validUntil,1795342530",
    "extend-card,/validUntil,null",
    "extend-card,/validUntil,",
    "extend-card,/validUntil,\"2026-11-22T10:15:30\"",
    "expire-card,/assignment,",
    "expire-card,/assignment,0",
    "expire-card,/assignment,1.5",
    "expire-card,/assignment,2147483648",
    "expire-card,/assignment,\"1\"",
    "expiry-reminder,/assignment,0",
    "expiry-reminder,/validUntil,\"soon\"",
    "expiry-reminder,/before,",
    "expiry-reminder,/before,7",
    "expiry-reminder,/before,\"7d\"",
    "expiry-reminder,/before,\"P\"",
    "expiry-reminder,/before,\"P1DT\"",
    "expiry-reminder,/before,\"P1W\"",
    "expiry-reminder,/before,\"P1M\"",
    "expiry-reminder,/before,\"-P1D\"",
    "expiry-reminder,/before,\"P100000D\"",
    "expiry-reminder,/before,\"PT0.0001S\"",
    "dwell-exceeded,/state,\"ASSIGNED\"",
    "dwell-exceeded,/state,\"LOST\"",
    "dwell-exceeded,/since,null",
    "dwell-exceeded,/limit,\"P-1D\"",
    "replace-production,/readouts,{}",
    "replace-production,/readouts/0/value,",
    "replace-production,/startedAt,\"soon\"",
    "replace-production,/shippedAt,1",
    "card-shipped,/activatedAt,1",
    "accept-order,/orderId,null",
    "card-produced,/readouts,{}",
    "card-produced,/readouts/0/value,"
  })
  void documentAndDecoderRejectTheSameValues(String golden, String field, String json)
      throws Exception {
    assertRefused(golden, field, json == null ? null : Golden.MAPPER.readTree(json));
  }

  @ParameterizedTest
  @CsvSource({"ce_id", "ce_source", "ce_type", "ce_subject", "ce_specversion"})
  void documentAndDecoderRequireTheSameAttributes(String header) {
    Golden golden = Golden.in("lock-card");
    JsonNode message = API.message(golden.topic(), messageName(golden));
    ObjectNode headers = headers(golden);
    headers.remove(header);
    assertFalse(API.faults(message.get("headers"), headers).isEmpty());
    assertInstanceOf(
        ParseResult.Malformed.class, ReceivedMessage.of(golden).without(header).decode());
  }

  private static void assertRefused(String name, String field, JsonNode value) {
    Golden golden = Golden.in(name);
    JsonNode broken = Broken.with(golden.value(), field, value);
    JsonNode payload = API.message(golden.topic(), messageName(golden)).get("payload");
    assertFalse(API.faults(payload, broken).isEmpty(), "the document accepts it");
    ReceivedMessage.of(golden).value(Golden.bytes(broken)).refused(DeadLetterReason.INVALID_DATA);
  }

  private static void assertAccepted(String name, String field, JsonNode value) {
    Golden golden = Golden.in(name);
    JsonNode other = Broken.with(golden.value(), field, value);
    JsonNode payload = API.message(golden.topic(), messageName(golden)).get("payload");
    assertNoFaults(payload, other);
    ReceivedMessage.of(golden).value(Golden.bytes(other)).understood();
  }

  private static void assertNoFaults(JsonNode schema, JsonNode value) {
    assertEquals(Set.of(), API.faults(schema, value));
  }

  private static void assertEnum(Enum<?>[] constants, JsonNode schema) {
    List<String> described = new ArrayList<>();
    schema.get("enum").forEach(name -> described.add(name.asText()));
    assertEquals(Arrays.stream(constants).map(Enum::name).toList(), described);
  }

  private static ObjectNode headers(Golden golden) {
    ObjectNode headers = JsonNodeFactory.instance.objectNode();
    golden.headers().forEach(h -> headers.put(h.name(), new String(h.value(), UTF_8)));
    return headers;
  }

  private static String messageName(Golden golden) {
    if (golden.topic().equals("cardflow.dead-letters")) {
      return "dead-letter";
    }
    JsonNode type =
        golden.isStructured() ? golden.value().get("type") : headers(golden).get("ce_type");
    return type.asText();
  }
}
