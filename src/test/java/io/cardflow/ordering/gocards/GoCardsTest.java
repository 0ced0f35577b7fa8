package io.cardflow.ordering.gocards;

import static io.cardflow.ordering.gocards.ScriptedBureau.FIND;
import static io.cardflow.ordering.gocards.ScriptedBureau.FOLLOW;
import static io.cardflow.ordering.gocards.ScriptedBureau.LOG_IN;
import static io.cardflow.ordering.gocards.ScriptedBureau.ORDER;
import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpExchange;
import io.cardflow.domain.ProducerStatus.CardProduced;
import io.cardflow.domain.ProducerStatus.Readout;
import io.cardflow.ordering.BureauReport;
import io.cardflow.ordering.BureauReport.CardReport;
import io.cardflow.ordering.BureauReport.Stage;
import io.cardflow.ordering.Fault;
import io.cardflow.ordering.Fault.Code;
import io.cardflow.ordering.Order;
import io.cardflow.ordering.Reply;
import io.cardflow.servers.ServersResource;
import io.cardflow.servers.WorkerSettings;
import io.cardflow.store.CardAnswer;
import io.cardflow.store.OrderLine;
import io.cardflow.wire.StatusEncoder;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.tls.TlsConfigurationRegistry;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The handling of each possible response of the bureau. */
@QuarkusTest
@QuarkusTestResource(ServersResource.class)
@QuarkusTestResource(Certificates.class)
class GoCardsTest {

  private static final Duration PATIENCE = Duration.ofSeconds(20);

  /** Long enough for a machine that does other work; short in the tests of the timeout itself. */
  private String timeout = "15s";

  /** A number of cards that needs several reports. */
  private static final int FULL = 100;

  private static final Order ORDERED =
      new Order(
          "B-1",
          "L1",
          "{\"city\":\"Malmö\"}",
          "CC-7",
          List.of(new OrderLine("T-1", "{\"title\":\"x\"}"), new OrderLine("T-2", "{}")));

  @Inject TlsConfigurationRegistry tls;

  private final ScriptedBureau bureau = new ScriptedBureau();

  @AfterEach
  void close() {
    bureau.close();
  }

  @Test
  void anOrderIsSentAsSpecifiedAndAnsweredPerCard() {
    bureau.on(
        ORDER,
        201,
        "{\"orderId\":\"OD-1\",\"new\":1,\"accepted\":[{\"cardId\":\"T-1\",\"producerCardId\":\"CA-1\"}],"
            + "\"refused\":[{\"cardId\":\"T-2\",\"code\":\"LAYOUT\",\"detail\":\"too\\u0000long\"}]}");

    assertEquals(
        new Reply.Taken(
            "OD-1",
            List.of(
                new CardAnswer("T-1", "CA-1", null, null),
                new CardAnswer("T-2", null, "LAYOUT", "too long"))),
        order());
    assertEquals("B-1", bureau.lastHeaders().getFirst("Idempotency-Key"));
    assertEquals("Bearer t-1", bureau.lastHeaders().getFirst("Authorization"));
    assertEquals(
        "{\"reference\":\"B-1\",\"organisationId\":\"O-1\",\"layoutId\":\"L1\","
            + "\"costCentre\":\"CC-7\",\"delivery\":{\"city\":\"Malmö\"},\"cards\":[{\"cardId\":\"T-1\",\"cardElements\":"
            + "{\"title\":\"x\"}},{\"cardId\":\"T-2\",\"cardElements\":{}}]}",
        bureau.lastBody());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "<html><body>Maintenance</body></html>",
        "{\"orderId\":\"OD-1\",\"accepted\":[{\"cardId\":\"T-1\"",
        "",
        "null",
        "[]",
        "{\"orderId\":\"OD-1\"}",
        "{\"orderId\":\"OD-1\",\"accepted\":[{\"cardId\":\"T-1\"}]}",
        "{\"orderId\":\"OD-1\",\"accepted\":[{\"cardId\":\"T-1\"},{\"cardId\":\"T-3\"}]}",
        "{\"orderId\":\"OD-1\",\"accepted\":[{\"cardId\":\"T-1\"},{\"cardId\":\"T-1\"}]}",
        "{\"orderId\":\"OD-1\",\"accepted\":[{\"cardId\":\"T-1\"},{\"cardId\":\"T-2\"}],"
            + "\"refused\":[{\"cardId\":\"T-2\",\"code\":\"X\"}]}",
        "{\"orderId\":\"OD-1\",\"accepted\":[{\"cardId\":\"T-1\"},null]}",
        "{\"accepted\":[{\"cardId\":\"T-1\"},{\"cardId\":\"T-2\"}]}",
        "{\"orderId\":\"OD\\u00001\",\"accepted\":[{\"cardId\":\"T-1\"},{\"cardId\":\"T-2\"}]}",
        "{\"orderId\":\"OD-1\",\"accepted\":[{\"cardId\":\"T-1\"},{\"cardId\":\"T-2\"}]} x",
      })
  void anIncompleteResponseIsRejectedAsAWhole(String body) {
    bureau.on(ORDER, 201, body).on(FIND, 200, body);

    assertEquals(Code.BAD_ANSWER, fault(order()).code());
    assertEquals(Code.BAD_ANSWER, fault(find()).code());
  }

  @Test
  void anAnswerOfTenMegabytesIsNotReadToItsEnd() {
    bureau.on(ORDER, exchange -> ScriptedBureau.send(exchange, 201, new byte[10_000_000]));

    assertEquals(Code.TOO_LARGE, fault(order()).code());
  }

  @Test
  void aTricklingResponseTimesOut() {
    bureau.on(
        ORDER,
        exchange -> {
          exchange.sendResponseHeaders(201, 0);
          for (int written = 0; written < 1_000; written++) {
            exchange.getResponseBody().write(' ');
            exchange.getResponseBody().flush();
            LockSupport.parkNanos(50_000_000);
          }
        });

    timeout = "2s";
    assertEquals(Code.TIMEOUT, fault(order()).code());
  }

  @Test
  void aMissingResponseTimesOut() {
    bureau.on(ORDER, exchange -> LockSupport.parkNanos(4_000_000_000L));

    timeout = "2s";
    assertEquals(Code.TIMEOUT, fault(order()).code());
  }

  @ParameterizedTest
  @CsvSource({
    "500,SERVER_ERROR",
    "503,SERVER_ERROR",
    "302,UNEXPECTED_STATUS",
    "404,UNEXPECTED_STATUS",
    "409,UNEXPECTED_STATUS",
    "418,UNEXPECTED_STATUS",
    "204,UNEXPECTED_STATUS",
    "429,TOO_MANY_REQUESTS",
    "401,UNAUTHORIZED",
    "403,UNAUTHORIZED"
  })
  void anUnexpectedStatusRefusesNothing(int status, Code expected) {
    bureau.on(ORDER, status, "");

    assertEquals(expected, fault(order()).code());
  }

  @ParameterizedTest
  @CsvSource({"400", "422"})
  void anOrderIsRefusedInTheAgreedForm(int status) {
    problem(status, "{\"code\":\"LAYOUT_UNKNOWN\",\"detail\":\"no such layout\"}");
    assertEquals(new Reply.Refused(List.of(), "LAYOUT_UNKNOWN", "no such layout"), order());

    problem(
        status,
        "{\"code\":\"INVALID\",\"cards\":[{\"cardId\":\"T-2\",\"code\":\"ADDRESS\"},"
            + "{\"cardId\":\"T-1\",\"detail\":\"too long\"}]}");
    assertEquals(
        new Reply.Refused(
            List.of(
                new CardAnswer("T-2", null, "ADDRESS", null),
                new CardAnswer("T-1", null, "INVALID", "too long")),
            "INVALID",
            null),
        order());
  }

  /** A gateway in front of the bureau answers with the same status. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "text/html|<html><h1>Bad request</h1></html>",
        "text/html|{\"code\":\"LAYOUT_UNKNOWN\"}",
        "application/json|{\"code\":\"LAYOUT_UNKNOWN\"}",
        "application/problem+jsonx|{\"code\":\"LAYOUT_UNKNOWN\"}",
        "application/problem+json|<html>",
        "application/problem+json|''",
        "application/problem+json|null",
        "application/problem+json|[]",
        "application/problem+json|{\"title\":\"Bad Request\",\"status\":400}",
        "application/problem+json|{\"code\":\" \"}",
        "application/problem+json|{\"code\":{}}",
      })
  void anotherFormRefusesNothing(String type, String body) {
    for (int status : List.of(400, 422)) {
      bureau.on(ORDER, exchange -> answer(exchange, status, type, body));
      assertEquals(Code.UNEXPECTED_STATUS, fault(order()).code());
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {"[{\"cardId\":\"T-9\"}]", "[{\"cardId\":\"T-1\"},{\"cardId\":\"T-1\"}]", "[null]"})
  void aRefusalOfOtherCardsRefusesNothing(String cards) {
    problem(422, "{\"code\":\"INVALID\",\"cards\":%s}".formatted(cards));

    assertEquals(Code.BAD_ANSWER, fault(order()).code());
  }

  private void problem(int status, String body) {
    bureau.on(
        ORDER,
        exchange -> answer(exchange, status, "application/problem+json; charset=utf-8", body));
  }

  private static void answer(HttpExchange exchange, int status, String type, String body)
      throws IOException {
    exchange.getResponseHeaders().set("Content-Type", type);
    ScriptedBureau.send(exchange, status, body.getBytes(UTF_8));
  }

  @ParameterizedTest
  @CsvSource({"429,7,7", "503,7,7", "503,99999999,3600", "429,soon,"})
  void retryAfterIsRespected(int status, String header, Long seconds) {
    bureau.on(
        ORDER,
        exchange -> {
          exchange.getResponseHeaders().add("Retry-After", header);
          ScriptedBureau.send(exchange, status, new byte[0]);
        });

    assertEquals(seconds == null ? null : Duration.ofSeconds(seconds), fault(order()).retryAfter());
  }

  @Test
  void aTokenIsReusedAndRenewedOnceWhenItIsRejected() {
    bureau.on(FIND, 404, "");
    GoCards goCards = goCards("http", bureau.port());
    assertInstanceOf(Reply.NotReceived.class, find(goCards));
    assertInstanceOf(Reply.NotReceived.class, find(goCards));
    assertEquals(List.of(LOG_IN, FIND, FIND), bureau.calls());

    bureau.on(LOG_IN, 200, "{\"token\":\"t-2\",\"validUntil\":\"2999-01-01T00:00:00Z\"}");
    bureau.on(
        FIND,
        exchange ->
            ScriptedBureau.send(
                exchange,
                exchange.getRequestHeaders().getFirst("Authorization").equals("Bearer t-2")
                    ? 404
                    : 401,
                new byte[0]));

    assertInstanceOf(Reply.NotReceived.class, find(goCards));
    assertEquals(List.of(FIND, LOG_IN, FIND), bureau.calls().subList(3, 6));
  }

  @Test
  void aTokenIsRenewedBeforeItExpires() {
    bureau
        .on(FIND, 404, "")
        .on(LOG_IN, 200, "{\"token\":\"t-1\",\"validUntil\":\"2020-01-01T00:00:00Z\"}");
    GoCards goCards = goCards("http", bureau.port());
    find(goCards);
    find(goCards);

    assertEquals(List.of(LOG_IN, FIND, LOG_IN, FIND), bureau.calls());
  }

  @ParameterizedTest
  @CsvSource({"401", "403", "400"})
  void aRefusedLogInIsReportedAsSuch(int status) {
    bureau.on(LOG_IN, status, "");

    Fault fault = fault(order());
    assertEquals(Code.UNAUTHORIZED, fault.code());
    assertTrue(fault.detail().contains(Integer.toString(status)), fault.detail());
  }

  @Test
  void aReportReturnsKnownStatusesAndAFaultForOthers() {
    bureau.on(
        FOLLOW,
        200,
        "{\"orderId\":\"OD-1\",\"cards\":[{\"cardId\":\"T-1\",\"status\":\"SHIPPED\","
            + "\"trackingNumbers\":[\"N1\"]},{\"cardId\":\"T-2\",\"status\":\"ON_HOLD\"}]}");

    BureauReport.Received received = assertInstanceOf(BureauReport.Received.class, follow());
    assertEquals(List.of("T-1"), received.cards().stream().map(each -> each.cardId()).toList());
    assertEquals(Stage.SHIPPED, received.cards().get(0).stage());
    assertEquals(Code.UNKNOWN_STATUS, received.fault().code());
  }

  @Test
  void aReportAboutAnotherOrderIsRejected() {
    bureau.on(FOLLOW, 200, "{\"orderId\":\"OD-2\",\"cards\":[]}");

    assertEquals(
        Code.BAD_ANSWER, assertInstanceOf(BureauReport.Failed.class, follow()).fault().code());
  }

  /** T-1 is damaged in one place, and T-2 not at all. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "\"shippedAt\":\"yesterday\"",
        "\"producedAt\":5",
        "\"startedAt\":{\"at\":1}",
        "\"producerCardId\":\"a\\u0000b\"",
        "\"carrier\":[\"x\"]",
        "\"shipmentId\":7",
        "\"trackingNumbers\":\"N1\"",
        "\"trackingNumbers\":[7]",
        "\"trackingNumbers\":[{}]",
        "\"readouts\":{}",
        "\"readouts\":[null]",
        "\"readouts\":[7]",
        "\"readouts\":[{\"type\":\"PEM\",\"value\":\"-----BEGIN\\nCERT\"}]",
        "\"readouts\":[{\"type\":\"uid\",\"value\":\"\\ud83d\"}]",
        "\"readouts\":[{\"type\":\"uid\"}]",
      })
  void aFieldThatCannotBeUsedIsLeftOutAlone(String damage) {
    bureau.on(
        FOLLOW,
        200,
        """
        {"orderId":"OD-1","cards":[{"cardId":"T-1","status":"SHIPPED","detail":"d",%s},
          {"cardId":"T-2","status":"SHIPPED","carrier":"PostNord","trackingNumbers":["N2"],
          "readouts":[{"type":"uid","value":"04A1"}],"shippedAt":"2026-11-22T10:00:00Z"}]}
        """
            .formatted(damage));

    BureauReport.Received received = assertInstanceOf(BureauReport.Received.class, follow());
    assertEquals(1, received.leftOut());
    assertEquals(2, received.ended());
    assertEquals(
        new CardReport(
            "T-1",
            null,
            Stage.SHIPPED,
            null,
            null,
            List.of(),
            null,
            null,
            null,
            List.of(),
            null,
            "d"),
        received.cards().get(0));
    assertEquals(
        new CardReport(
            "T-2",
            null,
            Stage.SHIPPED,
            null,
            null,
            List.of(new Readout("uid", "04A1")),
            Instant.parse("2026-11-22T10:00:00Z"),
            null,
            "PostNord",
            List.of("N2"),
            null,
            null),
        received.cards().get(1));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"cardId\":\"T-9\",\"status\":\"SHIPPED\"}",
        "{\"cardId\":\"T-2\",\"status\":\"FAILED\"}",
        "{\"status\":\"SHIPPED\"}",
        "{\"cardId\":7}",
        "null",
        "\"T-1\"",
      })
  void aCardThatDoesNotBelongToTheOrderAffectsNoOther(String other) {
    bureau.on(
        FOLLOW,
        200,
        "{\"orderId\":\"OD-1\",\"cards\":[{\"cardId\":\"T-2\",\"status\":\"SHIPPED\"},%s,{\"cardId\":\"T-1\",\"status\":\"SHIPPED\"}]}"
            .formatted(other));

    BureauReport.Received received = assertInstanceOf(BureauReport.Received.class, follow());
    assertEquals(List.of("T-2", "T-1"), received.cards().stream().map(CardReport::cardId).toList());
    assertEquals(Stage.SHIPPED, received.cards().get(0).stage());
    assertEquals(Code.BAD_ANSWER, received.fault().code());
  }

  @Test
  void theLargestReportOfAFullBatchIsProcessedInParts() {
    String readout = "{\"type\":\"uid\",\"value\":\"%s\"}".formatted("x".repeat(4096));
    String number = "\"%s\"".formatted("9".repeat(128));
    String facts =
        "\"status\":\"SHIPPED\",\"readouts\":[%s],\"trackingNumbers\":[%s]"
            .formatted(
                String.join(",", Collections.nCopies(50, readout)),
                String.join(",", Collections.nCopies(100, number)));
    Set<String> cards =
        IntStream.range(0, FULL).mapToObj(card -> "T-" + card).collect(Collectors.toSet());
    bureau.on(
        FOLLOW,
        exchange -> {
          exchange.sendResponseHeaders(200, 0);
          Writer out = new OutputStreamWriter(exchange.getResponseBody(), StandardCharsets.UTF_8);
          out.write("{\"cards\":[");
          for (String card : cards) {
            out.write("{\"cardId\":\"%s\",%s},".formatted(card, facts));
          }
          out.write("{\"cardId\":\"T-last\",\"status\":\"ORDERED\"}],\"orderId\":\"OD-1\"}");
          out.flush();
        });
    Set<String> all = new HashSet<>(cards);
    all.add("T-last");
    GoCards goCards =
        goCards(
            Map.of(
                "cardflow.gocards.timeout",
                "60s",
                "cardflow.gocards.url",
                "http://localhost:" + bureau.port()));

    Set<String> known = new HashSet<>();
    for (int report = 0; !known.containsAll(all); report++) {
      assertTrue(report < FULL, "each report brings something");
      BureauReport.Received received =
          assertInstanceOf(
              BureauReport.Received.class,
              goCards
                  .follow("OD-1", all, card -> !known.contains(card.cardId()))
                  .await()
                  .atMost(Duration.ofMinutes(2)));
      assertEquals(FULL, received.ended());
      assertEquals(
          known.size() + received.cards().size() < all.size() ? Code.TOO_LARGE : null,
          received.fault() == null ? null : received.fault().code());
      received.cards().forEach(card -> known.add(card.cardId()));
      assertTrue(
          received.cards().stream().mapToLong(CardReport::bytes).sum() <= ReportReader.MOST_NEWS);
    }
  }

  @Test
  void aCardOfAReportThatNeverEndsIsNotReadToItsEnd() {
    String cards = "{\"orderId\":\"OD-1\",\"cards\":[{\"cardId\":\"T-1\",\"readouts\":[";
    bureau.on(
        FOLLOW,
        exchange -> {
          exchange.sendResponseHeaders(200, 0);
          Writer out = new OutputStreamWriter(exchange.getResponseBody(), StandardCharsets.UTF_8);
          out.write(cards);
          for (int readout = 0; readout < 100_000; readout++) {
            out.write("{\"type\":\"uid\",\"value\":\"04A1B2C3D4E5F6\"},");
          }
        });

    assertEquals(
        Code.TOO_LARGE, assertInstanceOf(BureauReport.Failed.class, follow()).fault().code());
  }

  @Test
  void readoutsThatFitNoMessageAreLeftOutOfIt() {
    String readout = "{\"type\":\"uid\",\"value\":\"%s\"}".formatted("\\\\".repeat(4096));
    bureau.on(
        FOLLOW,
        200,
        "{\"orderId\":\"OD-1\",\"cards\":[{\"cardId\":\"T-1\",\"status\":\"PRODUCED\",\"readouts\":[%s]}]}"
            .formatted(String.join(",", Collections.nCopies(50, readout))));

    BureauReport.Received received = assertInstanceOf(BureauReport.Received.class, follow());
    CardReport card = received.cards().get(0);
    byte[] value =
        new StatusEncoder("/cardflow")
            .finding(
                "B-1",
                "T-1",
                new CardProduced("OD-1", null, null, card.readouts()),
                Instant.parse("2026-11-29T12:00:00Z"))
            .value();
    assertTrue(value.length <= 64 * 1024, value.length + " bytes");
    assertEquals(7, card.readouts().size());
  }

  @Test
  void callersThatNeedATokenShareOneLoginAndItsFailure() {
    bureau.on(LOG_IN, exchange -> LockSupport.parkNanos(Duration.ofSeconds(20).toNanos()));
    timeout = "2s";
    GoCards goCards = goCards("http", bureau.port());
    long begun = System.nanoTime();

    List<CompletableFuture<Reply>> orders =
        IntStream.range(0, 6)
            .mapToObj(each -> goCards.order(ORDERED, time -> true).subscribeAsCompletionStage())
            .toList();

    orders.forEach(
        each -> assertEquals(Code.TIMEOUT, fault(each.orTimeout(20, SECONDS).join()).code()));
    assertEquals(List.of(LOG_IN), bureau.calls());
    assertTrue(System.nanoTime() - begun < Duration.ofSeconds(8).toNanos(), "one after another");
  }

  @Test
  void anOrderWhoseClaimCouldExpireBeforeTheResponseIsNotSent() {
    timeout = "2s";
    AtomicBoolean asked = new AtomicBoolean();
    bureau.on(ORDER, 201, "{}");

    Reply reply =
        goCards("http", bureau.port())
            .order(
                ORDERED,
                time -> {
                  assertEquals(List.of(LOG_IN), bureau.calls());
                  assertEquals(Duration.ofSeconds(4), time);
                  asked.set(true);
                  return false;
                })
            .await()
            .atMost(PATIENCE);

    assertEquals(Code.CLAIM_ENDING, fault(reply).code());
    assertTrue(asked.get());
    assertEquals(List.of(LOG_IN), bureau.calls());
  }

  @Test
  void anUnreachableBureauIsAConnectionFault() {
    bureau.close();
    assertEquals(Code.CONNECTION, fault(order()).code());
    assertEquals(
        Code.CONNECTION,
        fault(order(goCards(Map.of("cardflow.gocards.url", "http://bureau.invalid")))).code());
  }

  @Test
  void aBureauIsTrustedByOurOwnAuthorityAndSeesOurCertificate() throws Exception {
    try (ScriptedBureau secured = new ScriptedBureau(Certificates.server())) {
      secured.on(FIND, 404, "");

      assertInstanceOf(Reply.NotReceived.class, find(goCards("https", secured.port())));
    }
  }

  @Test
  void aBureauWithoutATrustedCertificateGetsNoRequest() throws Exception {
    try (ScriptedBureau stranger = new ScriptedBureau(Certificates.stranger())) {
      assertEquals(Code.TLS, fault(find(goCards("https", stranger.port()))).code());
      assertEquals(List.of(), stranger.calls());
    }
  }

  private Reply order() {
    return order(goCards("http", bureau.port()));
  }

  private static Reply order(GoCards goCards) {
    return goCards.order(ORDERED, time -> true).await().atMost(PATIENCE);
  }

  private Reply find() {
    return find(goCards("http", bureau.port()));
  }

  private static Reply find(GoCards goCards) {
    return goCards.find(ORDERED).await().atMost(PATIENCE);
  }

  private BureauReport follow() {
    return goCards("http", bureau.port())
        .follow("OD-1", Set.of("T-1", "T-2"), card -> true)
        .await()
        .atMost(PATIENCE);
  }

  private static Fault fault(Reply reply) {
    return assertInstanceOf(Reply.Failed.class, reply).fault();
  }

  private GoCards goCards(String scheme, int port) {
    return goCards(Map.of("cardflow.gocards.url", scheme + "://localhost:" + port));
  }

  private GoCards goCards(Map<String, String> settings) {
    Map<String, String> all = new HashMap<>(settings);
    all.put("cardflow.gocards.client-id", "c");
    all.put("cardflow.gocards.client-secret", "s");
    all.put("cardflow.gocards.organisation-id", "O-1");
    all.putIfAbsent("cardflow.gocards.timeout", timeout);
    var config = WorkerSettings.config(all);
    Clock clock = Clock.systemUTC();
    GoCardsCalls calls = new GoCardsCalls(config, tls, clock);
    AnswerReader answers = new AnswerReader();
    return new GoCards(calls, new AccessTokens(calls, answers, clock, config), answers, config);
  }
}
