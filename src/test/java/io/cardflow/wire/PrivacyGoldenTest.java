package io.cardflow.wire;

import static io.cardflow.wire.GoldenOutTest.text;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.cardflow.domain.AuditEntry;
import io.cardflow.domain.ErasureRequest;
import io.cardflow.domain.ErasureRequest.Kind;
import io.cardflow.domain.ErasureResult;
import io.cardflow.domain.ErasureResult.Outcome;
import io.cardflow.domain.PrivacyCode;
import io.cardflow.wire.PrivacyParser.Parsed;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Requests to erase personal data and their answers are read and written as documented. */
class PrivacyGoldenTest {

  private static final Instant AT = Instant.parse("2026-11-22T10:15:31Z");
  private static final Instant FROM = Instant.parse("2026-03-01T08:00:00Z");
  private static final Instant UNTIL = Instant.parse("2026-04-12T16:30:00Z");
  private static final LocalDate DAY = LocalDate.parse("2026-12-23");
  private static final PrivacyEncoder ENCODER = new PrivacyEncoder("/cardflow");

  private static final Map<String, ErasureRequest> REQUESTS =
      Map.of(
          "erase-holder",
          new ErasureRequest(
              "gdpr-2026-0117", "p-1", Kind.HOLDER, "u-1001", "request of 2026-11-20"),
          "erase-delivery",
          delivery(),
          "erase-delivery-structured",
          delivery());

  private static ErasureRequest delivery() {
    return new ErasureRequest(
        "gdpr-2026-0118", "p-2", Kind.DELIVERY, "T-000042", "sent to a private address");
  }

  static Map<String, Outgoing> answers() {
    return Map.of(
        "action-recorded",
        new AuditEncoder("/cardflow")
            .encode(
                new AuditEntry(
                    "7d1c9a52-5f0e-4f6a-9a54-0d6f6c2f4a11",
                    AT,
                    "u-7",
                    "unmask-card",
                    "T-000042",
                    "parcel was returned",
                    AuditEntry.Outcome.REFUSED,
                    "unknown-card")),
        "holder-erased",
        holder(
            new Outcome.Erased(
                Kind.HOLDER, Map.of("journalEntries", 9L, "assignments", 2L), FROM, UNTIL),
            new RemainingCopy("cardflow.events", DAY),
            new RemainingCopy("database files until VACUUM FULL rewrites them", null)),
        "holder-unknown",
        holder(
            new Outcome.Erased(
                Kind.HOLDER, Map.of("journalEntries", 0L, "assignments", 0L), null, null)),
        "delivery-erased",
        ENCODER.answer(
            new ErasureResult(
                "gdpr-2026-0118",
                "p-2",
                AT,
                new Outcome.Erased(
                    Kind.DELIVERY, Map.of("requests", 1L, "orderBatches", 1L), FROM, FROM)),
            List.of(new RemainingCopy("cardflow.commands", DAY))),
        "privacy-refused",
        holder(new Outcome.Refused(PrivacyCode.HOLDER_HAS_CARD)),
        "privacy-refused-unknown-type",
        ENCODER.refusal(
            "gdpr-2026-0117", "p-1", PrivacyCode.UNKNOWN_TYPE, "cardflow.privacy", 0, 4711));
  }

  private static Outgoing holder(Outcome outcome, RemainingCopy... remaining) {
    return ENCODER.answer(
        new ErasureResult("gdpr-2026-0117", "p-1", AT, outcome), List.of(remaining));
  }

  static List<Golden> requests() {
    return Golden.privacy();
  }

  static List<Golden> audit() {
    return Golden.audit();
  }

  @ParameterizedTest
  @MethodSource("requests")
  void aGoldenRequestIsParsed(Golden golden) {
    assertEquals(
        new Parsed.Request(REQUESTS.get(golden.name())),
        PrivacyParser.parse(golden.keyBytes(), golden.headers(), golden.valueBytes()));
  }

  @ParameterizedTest
  @MethodSource("audit")
  void anAnswerEqualsItsGoldenRecordByteForByte(Golden golden) {
    Outgoing written = answers().get(golden.name());

    assertEquals(OutboundTopic.AUDIT, written.topic());
    assertEquals(golden.key(), written.key());
    assertEquals(text(golden.headers()), text(written.headers()));
    assertEquals(new String(golden.valueBytes(), UTF_8), new String(written.value(), UTF_8));
  }

  @Test
  void everyGoldenRecordHasATest() {
    assertEquals(names(Golden.privacy()), REQUESTS.keySet());
    assertEquals(names(Golden.audit()), answers().keySet());
  }

  private static Set<String> names(List<Golden> golden) {
    return golden.stream().map(Golden::name).collect(Collectors.toSet());
  }

  @ParameterizedTest
  @CsvSource({"/holderId,", "/holderId,''", "/holderId,129", "/reason,", "/reason,''"})
  void aRequestThatViolatesItsSchemaIsMalformed(String field, String value) {
    Golden golden = Golden.privacy().get(2);
    assertEquals("erase-holder", golden.name());
    JsonNode broken = Broken.with(golden.value(), field, node(value));

    assertMalformed(
        DeadLetterReason.INVALID_DATA,
        PrivacyParser.parse(golden.keyBytes(), golden.headers(), Golden.bytes(broken)));
  }

  /** A number stands for a text of this length. */
  private static JsonNode node(String value) {
    if (value == null) {
      return null;
    }
    return JsonNodeFactory.instance.textNode(
        value.isEmpty() ? "" : "x".repeat(Integer.parseInt(value)));
  }

  @Test
  void theKeyMustBeARequestIdAndEqualTheSubject() {
    Golden golden = Golden.privacy().get(2);
    byte[] value = golden.valueBytes();

    assertMalformed(
        DeadLetterReason.KEY_MISMATCH, PrivacyParser.parse(null, golden.headers(), value));
    assertMalformed(
        DeadLetterReason.KEY_MISMATCH,
        PrivacyParser.parse("other".getBytes(UTF_8), golden.headers(), value));
    for (String key : List.of("", "a b", "käse", "x".repeat(129))) {
      assertMalformed(
          DeadLetterReason.INVALID_DATA,
          PrivacyParser.parse(key.getBytes(UTF_8), golden.headers(), value));
    }
  }

  @Test
  void whatIsNotACloudEventOrNotJsonIsMalformed() {
    Golden golden = Golden.privacy().get(2);

    assertMalformed(
        DeadLetterReason.NOT_A_CLOUDEVENT,
        PrivacyParser.parse(golden.keyBytes(), List.of(), golden.valueBytes()));
    assertMalformed(
        DeadLetterReason.MALFORMED_JSON,
        PrivacyParser.parse(golden.keyBytes(), golden.headers(), "{".getBytes(UTF_8)));
    assertMalformed(
        DeadLetterReason.TOO_LARGE,
        PrivacyParser.parse(golden.keyBytes(), golden.headers(), new byte[64 * 1024 + 1]));
  }

  @Test
  void anEventOfAnotherTypeIsNotParsed() {
    Golden golden = Golden.privacy().get(2);
    List<Header> headers = new ArrayList<>(golden.headers());
    headers.set(3, new Header("ce_type", "io.cardflow.command.lock-card.v1".getBytes(UTF_8)));

    assertEquals(
        new Parsed.UnknownType("gdpr-2026-0117", "p-1"),
        PrivacyParser.parse(golden.keyBytes(), headers, "{".getBytes(UTF_8)));
  }

  private static void assertMalformed(DeadLetterReason reason, Parsed parsed) {
    assertEquals(reason, ((Parsed.Malformed) parsed).reason());
  }
}
