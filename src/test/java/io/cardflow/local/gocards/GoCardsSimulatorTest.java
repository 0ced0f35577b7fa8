package io.cardflow.local.gocards;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SchemaValidatorsConfig;
import com.networknt.schema.SpecVersion;
import io.cardflow.domain.InboundTopic;
import io.cardflow.local.Topics;
import io.cardflow.local.gocards.CallListener.Stage;
import io.cardflow.local.gocards.Ledger.Status;
import io.cardflow.servers.Servers;
import io.cardflow.wire.Header;
import io.cardflow.wire.MessageParser;
import io.cardflow.wire.ParseResult;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * The simulator conforms to the published API description, and only the configured faults occur.
 */
class GoCardsSimulatorTest {

  private static final String ORDER =
      """
      {"reference":"B-1","organisationId":"O-1","layoutId":"L1","delivery":{"recipient":"R",\
      "addressOne":"A","postalCode":"1","city":"C","countryCode":"SE"},\
      "cards":[{"cardId":"T-1","cardElements":{}},{"cardId":"T-2","cardElements":{}}]}\
      """;

  private final ObjectMapper json = new ObjectMapper();
  private final HttpClient http = HttpClient.newHttpClient();
  private final Topics topics = Servers.shared().newTopics();
  private final GoCardsSimulator simulator =
      new GoCardsSimulator(
          SimulatorSettings.quick(Servers.shared().bootstrapServers(), topics.producerStatus()));
  private String token;

  @BeforeEach
  void start() throws Exception {
    simulator.start();
    HttpResponse<String> logIn =
        call("POST", "/api/login", "{\"clientId\":\"cardflow\",\"clientSecret\":\"cardflow\"}");
    conforms("LogIn", logIn.body());
    token = json.readTree(logIn.body()).get("token").asText();
  }

  @AfterEach
  void stop() {
    simulator.close();
  }

  @Test
  void anOrderIsAnsweredAndMadeAsDescribed() throws Exception {
    conforms("Order", ORDER);
    HttpResponse<String> answer = order();
    assertEquals(201, answer.statusCode());
    conforms("OrderAnswer", answer.body());
    assertEquals(answer.body(), call("GET", "/api/order?reference=B-1", null).body());

    Awaitility.await()
        .atMost(Duration.ofSeconds(10))
        .until(() -> simulator.ledger().count(Status.SHIPPED) == 2);
    String order =
        call("GET", "/api/order/" + simulator.ledger().orders().get(0).orderId(), null).body();
    conforms("OrderInfo", order);
    String card =
        call("GET", "/api/card/" + json.readTree(order).at("/cardIds/0").asText(), null).body();
    conforms("CardInfo", card);
    assertTrue(json.readTree(card).has("delivered"), card);
    assertTrue(json.readTree(card).has("photo"), card);
    assertTrue(json.readTree(card).at("/externalReportData").has("PIN_CODE"), card);
    assertEquals(404, call("GET", "/api/card/CA-9", null).statusCode());
  }

  @Test
  void aTokenIsIssuedForClientCredentials() {
    String form = "grant_type=client_credentials&client_id=cardflow&client_secret=%s";
    assertTrue(
        call("POST", "/oauth2/token", form.formatted("cardflow")).body().contains("expires_in"));
    assertEquals(401, call("POST", "/oauth2/token", form.formatted("guess")).statusCode());
  }

  @Test
  void aCardThatIsMadeAgainHasAnotherId() {
    orderAnd(Faults.NONE.with(BureauFault.CARD_REMADE, 1));

    notified(8);
    assertTrue(
        simulator.ledger().orders().get(0).cards().values().stream()
            .allMatch(line -> line.producerCardId().endsWith("R")));
  }

  @Test
  void aCardThatIsNotInTheParcelIsShippedLater() {
    orderAnd(Faults.NONE.with(BureauFault.PART_SHIPMENT, 0.5));

    assertEquals(2, notified(6).stream().filter("card-shipped"::equals).count());
  }

  @Test
  void aGatewayAnswersInTheBureausPlace() {
    simulator.faults(Faults.NONE.with(BureauFault.GATEWAY_REFUSES, 1));
    HttpResponse<String> answer = order();
    assertEquals(400, answer.statusCode());
    assertEquals("text/html", answer.headers().firstValue("content-type").orElseThrow());
    assertEquals(0, simulator.ledger().orders().size());
  }

  @Test
  void aBureauWithoutIdempotencyTakesARepeatedOrderAgainAndFindsNone() {
    try (GoCardsSimulator plain =
        new GoCardsSimulator(
                SimulatorSettings.quick(
                        Servers.shared().bootstrapServers(), topics.producerStatus())
                    .withoutIdempotency())
            .start()) {
      token =
          new JsonObject(
                  call(
                          plain,
                          "POST",
                          "/api/login",
                          "{\"clientId\":\"cardflow\",\"clientSecret\":\"cardflow\"}",
                          "B-1")
                      .body())
              .getString("token");
      call(plain, "POST", "/api/order", ORDER, "B-1");
      call(plain, "POST", "/api/order", ORDER, "B-1");

      assertEquals(2, plain.ledger().times("T-1"));
      assertEquals(404, call(plain, "GET", "/api/order?reference=B-1", null, "B-1").statusCode());
    }
  }

  @Test
  void theSameKeyAgainGivesTheSameAnswerAndNoSecondOrder() throws Exception {
    String first = order().body();

    assertEquals(first, order().body());
    assertEquals(1, simulator.ledger().orders().size());
    assertEquals(1, simulator.ledger().times("T-1"));
  }

  @Test
  void everyStepIsNotifiedInAFormThatTheWorkerReads() {
    orderAnd(Faults.NONE);

    List<String> types = notified(6);

    assertEquals(Set.of("production-started", "card-produced", "card-shipped"), Set.copyOf(types));
  }

  @Test
  void aCardThatCannotBeMadeIsNotifiedToo() {
    orderAnd(Faults.NONE.with(BureauFault.PRODUCTION_FAILED, 1));

    assertTrue(notified(4).contains("production-failed"));
  }

  @Test
  void allNotificationsAreRepeated() {
    orderAnd(Faults.NONE);
    notified(6);

    simulator.repeat();

    notified(12);
  }

  @Test
  void aDoubledNotificationArrivesTwiceAndALostOneNever() {
    orderAnd(Faults.NONE.with(BureauFault.NOTICE_TWICE, 1));
    notified(12);

    simulator.faults(Faults.NONE.with(BureauFault.NOTICE_LOST, 1));
    call("POST", "/api/order", ORDER.replace("B-1", "B-2").replace("T-", "U-"), "B-2");
    Awaitility.await().until(() -> simulator.ledger().count(Status.SHIPPED) == 4);
    assertEquals(12, simulator.notifications());
  }

  @Test
  void refusedCardsAndBatchesAreAnsweredAsDescribed() throws Exception {
    simulator.faults(Faults.NONE.with(BureauFault.BATCH_REFUSED, 1));
    assertEquals(422, order().statusCode());
    assertEquals(404, call("GET", "/api/order?reference=B-1", null).statusCode());

    simulator.faults(Faults.NONE.with(BureauFault.CARD_REFUSED, 1));
    String answer = order().body();
    conforms("OrderAnswer", answer);
    assertEquals(2, json.readTree(answer).get("refused").size());
    assertEquals(0, simulator.ledger().times("T-1"));
  }

  @Test
  void aFailedCallLeavesTheOrderInDoubt() throws Exception {
    simulator.faults(Faults.NONE.with(BureauFault.ERROR_BEFORE, 1));
    assertEquals(500, order().statusCode());
    assertEquals(0, simulator.ledger().orders().size());

    simulator.faults(Faults.NONE.with(BureauFault.TOO_MANY_REQUESTS, 1));
    HttpResponse<String> busy = order();
    assertEquals(429, busy.statusCode());
    assertEquals("1", busy.headers().firstValue("Retry-After").orElseThrow());
    assertEquals(0, simulator.ledger().orders().size());

    simulator.faults(Faults.NONE.with(BureauFault.ANSWER_LOST, 1));
    assertThrows(IllegalStateException.class, this::order);
    assertEquals(1, simulator.ledger().orders().size());

    simulator.faults(Faults.NONE.with(BureauFault.ERROR_AFTER, 1));
    assertEquals(500, order().statusCode());
    assertEquals(1, simulator.ledger().orders().size());
  }

  @Test
  void aListenerIsNotifiedOfEachStage() {
    List<String> stages = Collections.synchronizedList(new ArrayList<>());
    simulator.listen(
        (stage, client, batch) ->
            stages.add(
                stage + " " + client + " " + batch + " " + simulator.ledger().orders().size()));

    order();

    Awaitility.await()
        .untilAsserted(
            () ->
                assertEquals(
                    List.of(
                        Stage.RECEIVED + " cardflow B-1 0",
                        Stage.TAKEN + " cardflow B-1 1",
                        Stage.ANSWERED + " cardflow B-1 1"),
                    List.copyOf(stages)));
  }

  @Test
  void aClientWithoutATokenIsRejected() throws Exception {
    assertEquals(
        401,
        call("POST", "/api/login", "{\"clientId\":\"cardflow\",\"clientSecret\":\"guess\"}")
            .statusCode());
    simulator.faults(Faults.NONE.with(BureauFault.TOKEN_REFUSED, 1));
    assertEquals(401, order().statusCode());
    simulator.faults(Faults.NONE.with(BureauFault.FORBIDDEN, 1));
    assertEquals(403, order().statusCode());
    simulator.faults(Faults.NONE);
    token = "stolen";
    HttpResponse<String> answer = order();
    assertEquals(401, answer.statusCode());
    conforms("Problem", answer.body());
    assertEquals(0, simulator.ledger().orders().size());
  }

  @Test
  void theControlEndpointSetsFaultsAndReportsUnknownOnes() {
    assertEquals(
        "{\"answer-lost\":0.5}", call("PUT", "/control/faults", "{\"answer-lost\":0.5}").body());
    assertEquals("{\"answer-lost\":0.5}", call("GET", "/control/faults", null).body());

    assertTrue(call("PUT", "/control/faults", "{\"rain\":1}").body().contains("no fault rain"));
    assertEquals(400, call("PUT", "/control/faults", "{\"answer-lost\":2}").statusCode());
    assertEquals(400, call("PUT", "/control/faults", "[]").statusCode());
    assertEquals(400, call("PUT", "/control/faults", "{\"answer-lost\":null}").statusCode());
  }

  @Test
  void aBrokenRequestIsAnswered() {
    assertEquals(400, call("POST", "/api/order", "{", "B-1").statusCode());
    assertEquals(400, call("POST", "/api/order", ORDER, "B-9").statusCode());
    assertEquals(413, call("POST", "/api/order", "x".repeat(5_000_000), "B-1").statusCode());
    assertEquals(404, call("GET", "/", null).statusCode());
  }

  private void orderAnd(Faults faults) {
    simulator.faults(faults);
    assertEquals(201, order().statusCode());
  }

  private HttpResponse<String> order() {
    return call("POST", "/api/order", ORDER, "B-1");
  }

  private HttpResponse<String> call(String method, String path, String body) {
    return call(method, path, body, "B-1");
  }

  private HttpResponse<String> call(String method, String path, String body, String key) {
    return call(simulator, method, path, body, key);
  }

  private HttpResponse<String> call(
      GoCardsSimulator bureau, String method, String path, String body, String key) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(bureau.url() + path))
            .timeout(Duration.ofSeconds(10))
            .header("Idempotency-Key", key)
            .header("Authorization", "Bearer " + token)
            .method(method, body == null ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
    try {
      return http.send(request.build(), BodyHandlers.ofString());
    } catch (IOException lost) {
      throw new IllegalStateException("no answer", lost);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(interrupted);
    }
  }

  /** The types of this many notifications, each of which the worker can parse. */
  private List<String> notified(int count) {
    List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
    try (KafkaConsumer<byte[], byte[]> consumer =
        new KafkaConsumer<>(
            Map.of(
                "bootstrap.servers",
                Servers.shared().bootstrapServers(),
                "group.id",
                topics.commands() + records.hashCode() + count,
                "auto.offset.reset",
                "earliest"),
            new ByteArrayDeserializer(),
            new ByteArrayDeserializer())) {
      consumer.subscribe(List.of(topics.producerStatus()));
      Awaitility.await()
          .atMost(Duration.ofSeconds(20))
          .until(
              () -> {
                consumer.poll(Duration.ofMillis(200)).forEach(records::add);
                return records.size() >= count;
              });
    }
    assertEquals(count, records.size());
    return records.stream().map(GoCardsSimulatorTest::type).collect(Collectors.toList());
  }

  private static String type(ConsumerRecord<byte[], byte[]> record) {
    List<Header> headers =
        Arrays.stream(record.headers().toArray())
            .map(each -> new Header(each.key(), each.value()))
            .toList();
    ParseResult.Parsed understood =
        assertInstanceOf(
            ParseResult.Parsed.class,
            new MessageParser()
                .decode(
                    InboundTopic.PRODUCER_STATUS,
                    record.key(),
                    headers,
                    record.value(),
                    record.timestamp()));
    return understood.message().type().replaceAll("io.cardflow.producer.|.v1", "");
  }

  private void conforms(String schema, String body) throws IOException {
    JsonNode document =
        new YAMLMapper().readTree(Files.readString(Path.of("docs/gocards-openapi.yaml")));
    ObjectNode whole = document.at("/components/schemas/" + schema).deepCopy();
    assertTrue(whole.has("type"), "no schema " + schema);
    whole.set("components", document.get("components"));
    assertEquals(
        Set.of(),
        JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012)
            .getSchema(
                whole, SchemaValidatorsConfig.builder().formatAssertionsEnabled(true).build())
            .validate(json.readTree(body)));
  }
}
