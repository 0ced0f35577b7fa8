package io.cardflow.api;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.cardflow.history.HistoryReader;
import io.cardflow.ops.CardflowConfig;
import io.cardflow.servers.Servers;
import io.cardflow.servers.ServersResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Callers act on cards by messages, and see why a card is where it is. */
@QuarkusTest
@QuarkusTestResource(ServersResource.class)
@WithTestResource(ApiTestResource.class)
class ActingTest {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Duration WAIT = Duration.ofSeconds(60);

  private static final String REQUEST =
      """
      {"type":"request-card","data":{"layoutId":"L-1","queue":true,"costCentre":"K-7",
       "cardElements":{"name":"Jane Doe"},"delivery":{"recipient":"Jane Doe",
       "addressOne":"Street 1","postalCode":"123","city":"Lund","countryCode":"SE"}}}""";

  private static final Set<String> ROLES = Set.of("operator", "admin", "privacy");

  @TestHTTPResource("/")
  URI url;

  @Inject CardflowConfig config;

  private final Issuer issuer = Issuer.shared();

  @Test
  void aCommandHasTheOutcomeOfItsMessage() {
    JsonNode outcome = act("A-1", "k-1", REQUEST);

    assertEquals("DECIDED", outcome.get("status").asText());
    assertEquals("APPLIED", outcome.get("outcome").asText());
    assertEquals(2, outcome.get("version").asInt());
    assertEquals("k-1", outcome.at("/message/id").asText());
    assertEquals("/cardflow/api", outcome.at("/message/source").asText());
    assertEquals("ann", outcome.get("actor").asText());
    assertEquals(List.of("REQUESTED", "PROCESSING"), texts(outcome.get("events"), "/data/to"));
  }

  @Test
  void aCommandUnderOneKeyHasOneEffectAndOneOutcome() {
    JsonNode first = act("A-2", "k-2", REQUEST);
    JsonNode again = act("A-2", "k-2", REQUEST);

    assertEquals("DUPLICATE", again.get("outcome").asText());
    assertEquals(first, again.get("first"));
    assertEquals(2, get("/api/cards/A-2").get("version").asInt());
    JsonNode reused = act("A-2", "k-2", "{\"type\":\"abort-order\",\"reason\":\"another\"}");
    assertEquals("ID_REUSED", reused.get("code").asText());
    assertEquals("PROCESSING", get("/api/cards/A-2").get("state").asText());
  }

  @Test
  void withoutAPreferenceTheAnswerIsTheAddressOfTheOutcome() {
    HttpResponse<String> accepted = client().post("/api/cards/A-3/commands", token(), REQUEST);

    assertEquals(202, accepted.statusCode());
    assertEquals("PENDING", ApiClient.json(accepted).get("status").asText());
    String address = accepted.headers().firstValue("Location").orElseThrow();
    Awaitility.await()
        .atMost(WAIT)
        .until(() -> get(path(address)).get("status").asText().equals("DECIDED"));
    assertEquals("APPLIED", get(path(address)).get("outcome").asText());
  }

  @ParameterizedTest
  @ValueSource(strings = {"%00", "-x", "%C3%A4", "a%20b"})
  void aCardThatCannotExistIsUnknown(String id) {
    String path = "/api/cards/" + id;
    for (String each : List.of(path, path + "/history", path + "/messages?source=s&id=i")) {
      HttpResponse<String> response = client().get(each, token());
      assertEquals(404, response.statusCode(), each);
      assertEquals("unknown-card", ApiClient.json(response).get("code").asText(), each);
    }
    assertEquals(404, client().post(path + "/commands", token(), REQUEST).statusCode());
    assertEquals(404, client().post(path + "/unmask", token(), "{\"reason\":\"r\"}").statusCode());
  }

  @Test
  void aReasonWithControlCharactersIsRefused() {
    assertEquals(
        400,
        client().post("/api/ordering/pause", token(), "{\"reason\":\"a\\u0000b\"}").statusCode());
  }

  @Test
  void aRefusedCommandShowsItsCode() {
    JsonNode outcome = act("A-none", "k-4", "{\"type\":\"lock-card\",\"reason\":\"lost\"}");

    assertEquals("REJECTED", outcome.get("outcome").asText());
    assertEquals("UNKNOWN_CARD", outcome.get("code").asText());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"type\":\"expire-card\",\"data\":{\"assignment\":1}}|invalid-body",
        "{\"type\":\"no-such\"}|invalid-body",
        "{}|invalid-body",
        "[]|invalid-body",
        "{\"type\":|invalid-body",
        "{\"type\":\"lock-card\",\"data\":[]}|invalid-body",
        "{\"type\":\"assign-card\"}|invalid-message",
        "{\"type\":\"accept-order\",\"data\":{\"orderId\":\"OD-1-B\"}}|invalid-message",
        "{\"type\":\"replace-production\",\"reason\":\"dead chip\"}|invalid-message",
        "{\"type\":\"assign-card\",\"data\":{\"holderId\":\"h\",\"validUntil\":\"x\"}}|invalid-message",
      })
  void aCommandThatIsNotValidIsNotPublished(String body, String code) {
    HttpResponse<String> response = client().post("/api/cards/A-5/commands", token(), body);

    assertEquals(400, response.statusCode(), response.body());
    assertEquals(code, ApiClient.json(response).get("code").asText());
  }

  @Test
  void theHistoryShowsWhyACardIsWhereItIs() {
    act("A-6", "h-1", REQUEST);
    act("A-6", "h-2", "{\"type\":\"assign-card\",\"data\":{\"holderId\":\"jane.doe\"}}");
    act("A-6", "h-3", "{\"type\":\"abort-order\",\"reason\":\"not needed\"}");

    JsonNode history = get("/api/cards/A-6/history");
    assertEquals(
        List.of("APPLIED", "REJECTED", "APPLIED"), texts(history.get("items"), "/outcome"));
    assertEquals("TRANSITION_NOT_ALLOWED", history.at("/items/1/code").asText());
    assertEquals("not needed", history.at("/items/0/events/0/data/reason").asText());
    assertEquals("ann", history.at("/items/0/actor").asText());

    JsonNode page = get("/api/cards/A-6/history?limit=2");
    assertEquals(2, page.get("items").size());
    JsonNode rest = get("/api/cards/A-6/history?limit=2&after=" + page.get("next").asText());
    assertEquals(List.of("h-1"), texts(rest.get("items"), "/message/id"));
    assertEquals(
        400,
        client()
            .get("/api/cards/A-2/history?after=" + page.get("next").asText(), token())
            .statusCode());
  }

  @ParameterizedTest
  @CsvSource({"replace-production,producerCardId", "accept-order,orderId"})
  void whatTheBureauContradictsIsAcceptedAfterTheOrderOnly(String command, String field) {
    String card = "A-12-" + command;
    act(card, "r-1", REQUEST);

    JsonNode refused =
        act(
            card,
            "r-2",
            "{\"type\":\"%s\",\"data\":{\"%s\":\"N-1\"},\"reason\":\"by phone\"}"
                .formatted(command, field));

    assertEquals("TRANSITION_NOT_ALLOWED", refused.get("code").asText());
    assertEquals("ann", refused.get("actor").asText());
  }

  @Test
  void aMessageIsFoundByItsId() {
    act("A-7", "m-1", REQUEST);

    JsonNode found = get("/api/cards/A-7/messages?source=/cardflow/api&id=m-1");
    assertEquals("APPLIED", found.get("outcome").asText());
    HttpResponse<String> unknown =
        client().get("/api/cards/A-7/messages?source=/cardflow/api&id=m-2", token());
    assertEquals(404, unknown.statusCode());
    assertEquals("unknown-message", ApiClient.json(unknown).get("code").asText());
  }

  @Test
  void personalDataIsMaskedUntilItIsUnmaskedForAReason() {
    act("A-8", "p-1", REQUEST);

    JsonNode masked = get("/api/cards/A-8");
    assertFalse(masked.toString().contains("Jane"));
    assertEquals("***", masked.at("/delivery/recipient").asText());
    assertEquals("Lund", masked.at("/delivery/city").asText());
    assertEquals("***", masked.at("/cardElements/name").asText());
    assertEquals(400, client().post("/api/cards/A-8/unmask", token(), "{}").statusCode());
    JsonNode shown =
        ApiClient.json(
            client().post("/api/cards/A-8/unmask", token(), "{\"reason\":\"parcel lost\"}"));
    assertEquals("Jane Doe", shown.at("/delivery/recipient").asText());

    ConsumerRecord<byte[], byte[]> record = awaitAudit("A-8", "unmask-card");
    assertEquals("A-8", new String(record.key(), UTF_8));
    JsonNode entry = read(record);
    assertEquals("ann", entry.get("actor").asText());
    assertEquals("parcel lost", entry.get("reason").asText());
    assertEquals("DONE", entry.get("outcome").asText());
    assertFalse(entry.toString().contains("Jane"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"binary", "structured", "batch"})
  void eventsOfOtherSystemsArePublished(String mode) {
    String card = "A-9-" + mode;
    HttpResponse<String> response = client().send(event(mode, card, "/iam"));

    assertEquals(202, response.statusCode(), response.body());
    JsonNode published = ApiClient.json(response).at("/events/0");
    assertEquals("e-1", published.get("id").asText());
    String address = published.get("location").asText();
    Awaitility.await()
        .atMost(WAIT)
        .until(() -> get(address).get("status").asText().equals("DECIDED"));
    assertEquals("APPLIED", get(address).get("outcome").asText(), get(address).toString());
    assertEquals("/iam", get(address).at("/message/source").asText());
  }

  @ParameterizedTest
  @ValueSource(strings = {"/cardflow", "/cardflow/api"})
  void aSourceOfCardflowIsRefused(String source) {
    HttpResponse<String> response = client().send(event("structured", "A-10", source));

    assertEquals(400, response.statusCode());
    assertEquals("source-reserved", ApiClient.json(response).get("code").asText());
  }

  @Test
  void aBatchWithAnInvalidEventIsNotPublished() {
    String good = structured("A-11", "/iam");
    HttpResponse<String> response =
        client()
            .send(
                client()
                    .request("/api/events", token())
                    .header("Content-Type", EventResource.BATCH)
                    .POST(
                        BodyPublishers.ofString(
                            "[" + good + "," + good.replace("request-card", "other") + "]")));

    assertEquals(400, response.statusCode());
    assertTrue(ApiClient.json(response).get("detail").asText().startsWith("event 2: "));
    assertEquals(404, client().get("/api/cards/A-11", token()).statusCode());
  }

  @Test
  void orderingIsPausedAndResumed() {
    HttpResponse<String> paused =
        client().post("/api/ordering/pause", token(), "{\"reason\":\"maintenance\"}");
    assertEquals(200, paused.statusCode(), paused.body());
    // The figures may be two seconds old.
    Awaitility.await()
        .atMost(WAIT)
        .until(
            () -> texts(get("/api/summary").get("closures"), "/reason").equals(List.of("PAUSE")));
    assertEquals(
        409,
        client()
            .post(
                "/api/ordering/resume",
                token(),
                "{\"closure\":\"FAILOVER\",\"reason\":\"checked\"}")
            .statusCode());

    HttpResponse<String> resumed =
        client()
            .post("/api/ordering/resume", token(), "{\"closure\":\"PAUSE\",\"reason\":\"done\"}");
    assertEquals(200, resumed.statusCode(), resumed.body());
    assertEquals(0, ApiClient.json(resumed).get("closures").size());
  }

  @Test
  void manyCardsAreActedOnAndEachShowsItsOutcome() {
    List<String> cards = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      act("A-12-" + i, "b-" + i, REQUEST);
      cards.add("A-12-" + i);
    }
    act("A-12-0", "b-x", "{\"type\":\"abort-order\"}");
    cards.add("A-12-none");
    String body = "{\"kind\":\"ABORT\",\"reason\":\"recall\",\"items\":%s}".formatted(array(cards));

    JsonNode dry =
        ApiClient.json(
            client()
                .post("/api/actions", token(), body.replace("{\"kind", "{\"dryRun\":true,\"kind")));
    assertEquals(4, dry.at("/counts/WAITING").asInt(), dry.toString());
    assertEquals(2, dry.at("/counts/INELIGIBLE").asInt());
    assertEquals("TRANSITION_NOT_ALLOWED", dry.at("/items/0/code").asText());

    HttpResponse<String> accepted = client().post("/api/actions", token(), body);
    assertEquals(202, accepted.statusCode(), accepted.body());
    String address = path(accepted.headers().firstValue("Location").orElseThrow());
    Awaitility.await().atMost(WAIT).until(() -> get(address).hasNonNull("finishedAt"));
    assertEquals(4, get(address).at("/counts/APPLIED").asInt(), get(address).toString());
    assertEquals("UNKNOWN_CARD", get(address).at("/items/5/code").asText());
    assertEquals("ABORTED", get("/api/cards/A-12-3").get("state").asText());
  }

  @Test
  void anErasureIsRequested() {
    HttpResponse<String> accepted =
        client()
            .post(
                "/api/erasures",
                token(),
                "{\"holderId\":\"jane.roe\",\"reason\":\"jane.roe left\"}");

    assertEquals(202, accepted.statusCode(), accepted.body());
    String address = path(accepted.headers().firstValue("Location").orElseThrow());
    Awaitility.await()
        .atMost(WAIT)
        .ignoreExceptions()
        .until(() -> get(address).get("status").asText().equals("ERASED"));
    String id = ApiClient.json(accepted).get("requestId").asText();
    assertFalse(read(awaitAudit(id, "erase-holder")).toString().contains("jane.roe"));
  }

  @Test
  void theSummaryCountsTheCards() {
    act("A-13", "s-1", REQUEST);

    JsonNode summary = get("/api/summary");
    assertTrue(summary.hasNonNull("asOf"));
    Awaitility.await()
        .atMost(WAIT)
        .until(() -> get("/api/summary").at("/cards/PROCESSING").asInt() > 0);
  }

  @Test
  void anUnchangedCardIsNotSentAgain() {
    act("A-14", "t-1", REQUEST);
    String tag =
        client().get("/api/cards/A-14", token()).headers().firstValue("ETag").orElseThrow();

    HttpResponse<String> same =
        client()
            .send(client().request("/api/cards/A-14", token()).header("If-None-Match", tag).GET());
    assertEquals(304, same.statusCode());
  }

  private JsonNode act(String card, String key, String body) {
    HttpResponse<String> response =
        client()
            .send(
                client()
                    .request("/api/cards/" + card + "/commands", token())
                    .header("Content-Type", "application/json")
                    .header("Idempotency-Key", key)
                    .header("Prefer", "wait=30")
                    .POST(BodyPublishers.ofString(body)));
    assertEquals(200, response.statusCode(), response.body());
    return ApiClient.json(response);
  }

  private HttpRequest.Builder event(String mode, String card, String source) {
    HttpRequest.Builder request = client().request("/api/events", token());
    return switch (mode) {
      case "structured" ->
          request
              .header("Content-Type", EventResource.EVENT)
              .POST(BodyPublishers.ofString(structured(card, source)));
      case "batch" ->
          request
              .header("Content-Type", EventResource.BATCH)
              .POST(BodyPublishers.ofString("[ " + structured(card, source) + " ]"));
      default ->
          request
              .header("Content-Type", "application/json")
              .header("ce-specversion", "1.0")
              .header("ce-id", "e-1")
              .header("ce-source", "%2Fiam")
              .header("ce-type", "io.cardflow.command.request-card.v1")
              .header("ce-subject", card)
              .POST(BodyPublishers.ofString(data()));
    };
  }

  private static String structured(String card, String source) {
    return """
    {"specversion":"1.0","id":"e-1","source":"%s","subject":"%s",
     "type":"io.cardflow.command.request-card.v1","data":%s}"""
        .formatted(source, card, data());
  }

  private static String data() {
    return REQUEST.substring(REQUEST.indexOf("{\"layoutId"), REQUEST.length() - 1);
  }

  private ConsumerRecord<byte[], byte[]> awaitAudit(String subject, String action) {
    Awaitility.await(action).atMost(WAIT).until(() -> !audits(subject, action).isEmpty());
    return audits(subject, action).get(0);
  }

  private List<ConsumerRecord<byte[], byte[]>> audits(String subject, String action) {
    return HistoryReader.records(Servers.shared().bootstrapServers(), config.topics().audit())
        .stream()
        .filter(record -> new String(record.key(), UTF_8).equals(subject))
        .filter(record -> read(record).path("action").asText().equals(action))
        .toList();
  }

  private static JsonNode read(ConsumerRecord<byte[], byte[]> record) {
    try {
      return JSON.readTree(record.value());
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private JsonNode get(String path) {
    HttpResponse<String> response = client().get(path, token());
    assertEquals(200, response.statusCode(), path + " " + response.body());
    return ApiClient.json(response);
  }

  private static List<String> texts(JsonNode items, String pointer) {
    List<String> texts = new ArrayList<>();
    items.forEach(item -> texts.add(item.at(pointer).asText()));
    return texts;
  }

  private static String array(List<String> texts) {
    return JSON.valueToTree(texts).toString();
  }

  private static String path(String location) {
    return URI.create(location).getPath();
  }

  private String token() {
    return issuer.token("ann", ROLES.toArray(String[]::new));
  }

  private ApiClient client() {
    return new ApiClient(url);
  }
}
