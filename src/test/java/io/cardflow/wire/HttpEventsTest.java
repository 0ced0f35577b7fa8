package io.cardflow.wire;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** CloudEvents over HTTP become the records that the inbox reads. */
class HttpEventsTest {

  private static final Instant NOW = Instant.parse("2025-03-04T05:06:07.089Z");
  private static final byte[] DATA = "{}".getBytes(UTF_8);

  private static final String EVENT =
      """
      {"specversion":"1.0","id":"%s","source":"/iam","subject":"T-1",\
      "type":"io.cardflow.command.lock-card.v1","data":{"reason":"stolen"}}""";

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      quoteCharacter = '\'',
      value = {
        "plain, plain",
        "Euro%20%E2%82%AC, Euro €",
        "50%, 50%",
        "5%zz, 5%zz",
        "'\"quoted \\\"x\\\"\"', 'quoted \"x\"'"
      })
  void headersArePercentDecodedAndMayBeQuoted(String sent, String expected) {
    EncodedCommand event = binary(Map.of("ce-correlationid", sent), "T-1", DATA);

    assertNull(event.fault());
    assertEquals(expected, headers(event).get("ce_correlationid"));
  }

  @Test
  void binaryModeKeepsTheBodyAndTakesTheSubjectAsTheKey() {
    EncodedCommand event = binary(Map.of("Accept", "*/*"), "T-1", DATA);

    assertNull(event.fault());
    assertEquals("T-1", event.message().key());
    assertEquals("application/json", headers(event).get("content-type"));
    assertEquals("m-1", headers(event).get("ce_id"));
    assertNull(headers(event).get("Accept"), "other headers stay with HTTP");
  }

  @Test
  void whatTheInboxWouldDeadLetterIsInvalid() {
    assertNotNull(binary(Map.of(), "", DATA).fault(), "no subject");
    assertNotNull(binary(Map.of(), "T-1", "{".getBytes(UTF_8)).fault(), "no JSON");
    assertNotNull(
        binary(Map.of("ce-type", "io.cardflow.producer.card-shipped.v1"), "T-1", DATA).fault(),
        "no command");
  }

  @Test
  void structuredModeKeepsTheEventAsItIs() {
    byte[] body = EVENT.formatted("m-1").getBytes(UTF_8);
    EncodedCommand event = HttpEvents.structured(body, NOW);

    assertNull(event.fault());
    assertEquals("T-1", event.message().key());
    assertEquals(new String(body, UTF_8), new String(event.message().value(), UTF_8));
    assertEquals("application/cloudevents+json", headers(event).get("content-type"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "{", "[]", "1", "{\"subject\":1}", "{\"a\":1,\"a\":2}"})
  void aBodyThatIsNoEventIsInvalid(String body) {
    assertNotNull(HttpEvents.structured(body.getBytes(UTF_8), NOW).fault());
  }

  @Test
  void aBatchIsReadInOrderAndAnInvalidEventCostsTheOthersNothing() {
    String batch = "[%s, 1, %s]".formatted(EVENT.formatted("m-1"), EVENT.formatted("m-2"));
    List<EncodedCommand> events = HttpEvents.batch(batch.getBytes(UTF_8), NOW);

    assertEquals(3, events.size());
    assertEquals("m-1", events.get(0).message().id().id());
    assertNotNull(events.get(1).fault());
    assertEquals("m-2", events.get(2).message().id().id());
  }

  @Test
  void aBatchHasALimitAndIsAnArray() {
    String largest = batch(HttpEvents.MOST);
    String tooLarge = batch(HttpEvents.MOST + 1);

    assertEquals(HttpEvents.MOST, HttpEvents.batch(largest.getBytes(UTF_8), NOW).size());
    for (String body : List.of(tooLarge, "[]", "{}", "[")) {
      List<EncodedCommand> events = HttpEvents.batch(body.getBytes(UTF_8), NOW);
      assertEquals(1, events.size(), body);
      assertNotNull(events.get(0).fault());
    }
  }

  private static String batch(int events) {
    return IntStream.range(0, events)
        .mapToObj(number -> EVENT.formatted("m-" + number))
        .collect(Collectors.joining(",", "[", "]"));
  }

  private static EncodedCommand binary(Map<String, String> more, String subject, byte[] body) {
    List<Map.Entry<String, String>> headers = new ArrayList<>();
    headers.add(Map.entry("CE-SpecVersion", "1.0"));
    headers.add(Map.entry("ce-id", "m-1"));
    headers.add(Map.entry("ce-source", "/iam"));
    headers.add(Map.entry("ce-subject", subject));
    if (!more.containsKey("ce-type")) {
      headers.add(Map.entry("ce-type", "io.cardflow.command.lock-card.v1"));
    }
    headers.addAll(more.entrySet());
    return HttpEvents.binary(headers, "application/json", body, NOW);
  }

  private static Map<String, String> headers(EncodedCommand event) {
    return event.message().headers().stream()
        .collect(Collectors.toMap(Header::name, header -> new String(header.value(), UTF_8)));
  }
}
