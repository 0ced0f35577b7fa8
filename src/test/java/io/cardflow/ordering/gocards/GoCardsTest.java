package io.cardflow.ordering.gocards;

import static io.cardflow.ordering.gocards.ScriptedBureau.CARD;
import static io.cardflow.ordering.gocards.ScriptedBureau.CARDS;
import static io.cardflow.ordering.gocards.ScriptedBureau.FIND;
import static io.cardflow.ordering.gocards.ScriptedBureau.LAYOUT;
import static io.cardflow.ordering.gocards.ScriptedBureau.LOG_IN;
import static io.cardflow.ordering.gocards.ScriptedBureau.ORDER;
import static io.cardflow.ordering.gocards.ScriptedBureau.TOKEN;
import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpExchange;
import io.cardflow.domain.OrderReference;
import io.cardflow.domain.ProducerStatus.CardProduced;
import io.cardflow.domain.ProducerStatus.Readout;
import io.cardflow.ordering.BureauReport;
import io.cardflow.ordering.BureauReport.CardReport;
import io.cardflow.ordering.BureauReport.Stage;
import io.cardflow.ordering.Fault;
import io.cardflow.ordering.Fault.Code;
import io.cardflow.ordering.Order;
import io.cardflow.ordering.OrderReport;
import io.cardflow.ordering.Reply;
import io.cardflow.servers.ServersResource;
import io.cardflow.servers.WorkerSettings;
import io.cardflow.store.CardAnswer;
import io.cardflow.store.OrderLine;
import io.cardflow.wire.StatusEncoder;
import io.quarkus.oidc.client.OidcClients;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.tls.TlsConfigurationRegistry;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HashMap;
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

  private static final Order ORDERED =
      new Order(
          "B-1",
          "L1",
          "{\"city\":\"Malmö\"}",
          "CC-7",
          List.of(new OrderLine("T-1", "{\"title\":\"x\"}"), new OrderLine("T-2", "{}")));

  @Inject TlsConfigurationRegistry tls;
  @Inject OidcClients clients;

  private Duration later = Duration.ZERO;

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
    "206,UNEXPECTED_STATUS",
    "301,UNEXPECTED_STATUS",
    "302,UNEXPECTED_STATUS",
    "304,UNEXPECTED_STATUS",
    "307,UNEXPECTED_STATUS",
    "308,UNEXPECTED_STATUS",
    "406,UNEXPECTED_STATUS",
    "408,UNEXPECTED_STATUS",
    "413,UNEXPECTED_STATUS",
    "415,UNEXPECTED_STATUS",
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

  /** The bureau's clock may be slow or fast. */
  @ParameterizedTest
  @CsvSource({"600,true", "-600,false", "86400,true"})
  void retryAfterMayBeADate(long seconds, boolean waits) {
    String date =
        DateTimeFormatter.RFC_1123_DATE_TIME.format(
            Instant.now().plusSeconds(seconds).atZone(ZoneOffset.UTC));
    for (String call : List.of(ORDER, CARD)) {
      bureau.on(
          call,
          exchange -> {
            exchange.getResponseHeaders().add("Retry-After", date);
            ScriptedBureau.send(exchange, 429, new byte[0]);
          });
    }

    Duration ordered = fault(order()).retryAfter();
    Duration asked =
        ((BureauReport.Failed) goCards("http", bureau.port()).card("CA-1").await().atMost(PATIENCE))
            .fault()
            .retryAfter();

    for (Duration wait : waits ? List.of(ordered, asked) : List.<Duration>of()) {
      assertTrue(wait.toSeconds() > 500 && wait.toHours() <= 1, wait.toString());
    }
    if (!waits) {
      assertNull(ordered);
      assertNull(asked);
    }
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

  /** The clock of the bureau may be behind. */
  @ParameterizedTest
  @ValueSource(strings = {"\"2020-01-01T00:00:00Z\"", "null"})
  void aTokenWhoseValidityIsOverIsUsedForFiveSeconds(String validUntil) {
    bureau
        .on(FIND, 404, "")
        .on(LOG_IN, 200, "{\"token\":\"t-1\",\"validUntil\":%s}".formatted(validUntil));
    GoCards goCards = goCards("http", bureau.port());
    find(goCards);
    find(goCards);
    assertEquals(List.of(LOG_IN, FIND, FIND), bureau.calls());

    later = Duration.ofSeconds(6);
    find(goCards);
    assertEquals(List.of(LOG_IN, FIND), bureau.calls().subList(3, 5));
  }

  @ParameterizedTest
  @CsvSource({"401", "403", "400"})
  void aRefusedLogInIsReportedAsSuch(int status) {
    bureau.on(LOG_IN, status, "");

    Fault fault = fault(order());
    assertEquals(Code.UNAUTHORIZED, fault.code());
    assertTrue(fault.detail().contains(Integer.toString(status)), fault.detail());
  }

  /** As the vendor publishes it, with what the worker must not keep. */
  private static final String PUBLISHED =
      """
      {"cardId":"CA-1","articleId":"TEMPORARY-CARD","cardHolderEmail":"anna@example.com",
       "cardElements":{"title":"x","OUR_ID":"T-1"},"photo":"aGVsbG8=",
       "reportData":{"TRANSLATION_MIFARE_HEX_MSB":"04A1B2C3"},
       "externalReportData":{"PIN_CODE":"4711"},
       "produced":"2022-02-04T09:36:45.630982300","delivered":"2022-07-04T09:36:45.630982300",
       "activated":"2022-07-05T00:00:00"}
      """;

  @Test
  void aCardIsReadAsItIsPublished() {
    bureau.on(CARD, 200, PUBLISHED);

    assertEquals(
        new CardReport(
            "CA-1",
            null,
            Stage.SHIPPED,
            Instant.parse("2022-02-04T08:36:45.630982Z"),
            List.of(new Readout("TRANSLATION_MIFARE_HEX_MSB", "04A1B2C3")),
            Instant.parse("2022-07-04T07:36:45.630982Z"),
            Instant.parse("2022-07-04T22:00:00Z"),
            null,
            null,
            0),
        card());
  }

  @Test
  void theElementOfTheSettingsNamesTheWorkersCard() {
    bureau.on(CARD, 200, PUBLISHED).on(ORDER, 201, "{\"orderId\":\"OD-1\"}");
    GoCards goCards = goCards(Map.of("cardflow.gocards.card-id-element", "OUR_ID"));

    assertEquals("T-1", card(goCards).ownId());
    assertEquals(
        Set.of(new CardAnswer("T-1", null, null, null), new CardAnswer("T-2", null, null, null)),
        Set.copyOf(assertInstanceOf(Reply.Taken.class, order(goCards)).cards()));
    assertTrue(
        bureau.lastBody().contains("{\"title\":\"x\",\"OUR_ID\":\"T-1\"}"), bureau.lastBody());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"cardId\":\"CA-1\"}|ORDERED",
        "{\"cardId\":\"CA-1\",\"produced\":null,\"delivered\":\"\"}|ORDERED",
        "{\"cardId\":\"CA-1\",\"produced\":\"2022-02-04T09:36:45\"}|PRODUCED",
        "{\"cardId\":\"CA-1\",\"produced\":\"2022-02-04T09:36:45+01:00\"}|PRODUCED",
        "{\"cardId\":\"CA-1\",\"delivered\":\"2022-02-04T09:36:45\"}|SHIPPED",
        "{\"cardId\":\"CA-1\",\"activated\":\"2022-02-04T09:36:45\"}|SHIPPED",
        "{\"cardId\":\"CA-1\",\"error\":{\"code\":\"CHIP\",\"detail\":\"d\"}}|FAILED",
        "{\"cardId\":\"CA-1\",\"error\":\"none\"}|ORDERED",
        "{\"cardId\":\"CA-1\",\"error\":{}}|ORDERED",
      })
  void aCardIsAsFarAsItsTimesShow(String body, Stage stage) {
    bureau.on(CARD, 200, body);

    assertEquals(stage, card().stage());
    assertEquals(0, card().leftOut());
  }

  /** One field is damaged, and the others are not. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "\"produced\":\"yesterday\"",
        "\"produced\":5",
        "\"produced\":{\"at\":1}",
        "\"produced\":[]",
        "\"produced\":\"+99999-01-01T00:00:00\"",
        "\"produced\":\"0001-01-01T00:00:00\"",
        "\"activated\":true",
        "\"activated\":\"2022-02-30T00:00:00\"",
        "\"reportData\":[]",
        "\"reportData\":\"04A1\"",
        "\"reportData\":{\"CERTIFICATE\":\"-----BEGIN\\nCERT\"}",
        "\"reportData\":{\"UID\":7}",
        "\"reportData\":{\"UID\":{\"a\":\"b\"}}",
        "\"reportData\":{\"UID\":\"\\ud83d\"}",
        "\"reportData\":{\"U\\u0000\":\"04A1\"}",
        "\"reportData\":{\" \":\"04A1\"}",
      })
  void aFieldThatCannotBeUsedIsLeftOutAlone(String damage) {
    bureau.on(
        CARD,
        200,
        "{\"cardId\":\"CA-1\",%s,\"delivered\":\"2022-02-04T09:36:45\"}".formatted(damage));

    assertEquals(
        new CardReport(
            "CA-1",
            null,
            Stage.SHIPPED,
            null,
            List.of(),
            Instant.parse("2022-02-04T08:36:45Z"),
            null,
            null,
            null,
            1),
        card());
  }

  @Test
  void ofTheReadoutsOnlyTheDamagedOnesAreLeftOut() {
    bureau.on(
        CARD,
        200,
        "{\"cardId\":\"CA-1\",\"reportData\":{\"A\":\"1\",\"B\":\"\\n\",\"C\":\"\",\"D\":null,\"E\":\"2\"}}");

    assertEquals(List.of(new Readout("A", "1"), new Readout("E", "2")), card().readouts());
    assertEquals(1, card().leftOut());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "<html><body>Maintenance</body></html>",
        "",
        "null",
        "[]",
        "{}",
        "{\"cardId\":\"CA-2\"}",
        "{\"cardId\":7}",
        "{\"cardId\":\"CA-1\"",
        "{\"cardId\":\"CA-1\"} x",
        "{\"cardId\":\"CA-1\",\"photo\":\"aGVs",
      })
  void anAnswerThatIsNotAboutTheCardIsRejected(String body) {
    bureau.on(CARD, 200, body);

    assertEquals(Code.BAD_ANSWER, cardFault().code());
  }

  @Test
  void aPhotoOfTenMegabytesIsSkippedAndAnEndlessOneIsNotReadToItsEnd() {
    bureau.on(CARD, exchange -> photo(exchange, 10));
    assertEquals(Stage.PRODUCED, card().stage());

    bureau.on(CARD, exchange -> photo(exchange, 1_000));
    assertEquals(Code.TOO_LARGE, cardFault().code());
  }

  private static void photo(HttpExchange exchange, int megabytes) throws IOException {
    exchange.sendResponseHeaders(200, 0);
    Writer out = new OutputStreamWriter(exchange.getResponseBody(), UTF_8);
    out.write("{\"cardId\":\"CA-1\",\"photo\":\"");
    String part = "A".repeat(1024 * 1024);
    for (int written = 0; written < megabytes; written++) {
      out.write(part);
    }
    out.write("\",\"produced\":\"2022-02-04T09:36:45\"}");
    out.flush();
  }

  @Test
  void readoutsThatFitNoMessageAreLeftOutOfIt() {
    String readouts =
        IntStream.range(0, 60)
            .mapToObj(each -> "\"R%d\":\"%s\"".formatted(each, "\\\\".repeat(4096)))
            .collect(Collectors.joining(","));
    bureau.on(CARD, 200, "{\"cardId\":\"CA-1\",\"reportData\":{%s}}".formatted(readouts));

    CardReport card = card();
    byte[] value =
        new StatusEncoder("/cardflow")
            .finding(
                "B-1",
                "T-1",
                new CardProduced("OD-1", null, null, card.readouts()),
                new OrderReference("B-1", "OD-1", "CA-1"),
                Instant.parse("2026-11-29T12:00:00Z"))
            .value();
    assertTrue(value.length <= 64 * 1024, value.length + " bytes");
    assertEquals(7, card.readouts().size());
    assertEquals(53, card.leftOut());
  }

  @Test
  void theCardsOfAnOrderAreReadAndThoseThatCannotBeUsedLeftOut() {
    bureau.on(
        CARDS,
        200,
        """
        {"costCentre":"1","orderer":{"email":"a@b.c"},"accessories":[{"articleId":"H"}],
         "cardIds":["CA-1",7,"CA-2",null,"CA-1","C\\u0000"]}
        """);

    assertEquals(new OrderReport.Received(List.of("CA-1", "CA-2"), 4), cards());
  }

  @ParameterizedTest
  @ValueSource(strings = {"{}", "{\"cardIds\":null}", "{\"cardIds\":{}}", "[]", "<html>", ""})
  void anOrderWithoutAListOfCardsIsRejected(String body) {
    bureau.on(CARDS, 200, body);

    assertEquals(
        Code.BAD_ANSWER, assertInstanceOf(OrderReport.Failed.class, cards()).fault().code());
  }

  /** Whatever HTTP allows a server or an intermediary to answer to a look-up. */
  @ParameterizedTest
  @CsvSource({
    "201,UNEXPECTED_STATUS",
    "204,UNEXPECTED_STATUS",
    "206,UNEXPECTED_STATUS",
    "301,UNEXPECTED_STATUS",
    "302,UNEXPECTED_STATUS",
    "304,UNEXPECTED_STATUS",
    "400,UNEXPECTED_STATUS",
    "401,UNAUTHORIZED",
    "403,UNAUTHORIZED",
    "406,UNEXPECTED_STATUS",
    "407,UNEXPECTED_STATUS",
    "410,UNEXPECTED_STATUS",
    "415,UNEXPECTED_STATUS",
    "429,TOO_MANY_REQUESTS",
    "500,SERVER_ERROR",
    "502,SERVER_ERROR",
    "503,SERVER_ERROR",
    "504,SERVER_ERROR",
    "511,SERVER_ERROR"
  })
  void anotherStatusOfALookUpIsAFault(int status, Code code) {
    bureau.on(CARD, status, "").on(CARDS, status, "");

    assertEquals(code, cardFault().code());
    assertEquals(code, assertInstanceOf(OrderReport.Failed.class, cards()).fault().code());
  }

  @Test
  void aCardAndAnOrderThatTheBureauDoesNotFindAreReportedAsSuch() {
    bureau.on(CARD, 404, "").on(CARDS, 404, "");

    assertEquals(Code.CARD_NOT_FOUND, cardFault().code());
    assertEquals(
        Code.ORDER_NOT_FOUND, assertInstanceOf(OrderReport.Failed.class, cards()).fault().code());
  }

  @Test
  void aRedirectIsNotFollowed() {
    bureau.on(
        CARD,
        exchange -> {
          exchange.getResponseHeaders().set("Location", "/api/card/CA-2");
          ScriptedBureau.send(exchange, 307, new byte[0]);
        });

    assertEquals(Code.UNEXPECTED_STATUS, cardFault().code());
    assertEquals(List.of(LOG_IN, CARD), bureau.calls());
  }

  @Test
  void idsAreOneSegmentOfThePath() {
    goCards("http", bureau.port()).card("../order/X?a=b#c/ å").await().atMost(PATIENCE);

    assertEquals("/api/card/..%2Forder%2FX%3Fa%3Db%23c%2F%20%C3%A5", bureau.lastUri());
  }

  @Test
  void pathsAreSettings() {
    GoCards goCards =
        goCards(
            Map.of(
                "cardflow.gocards.paths.card", "/v2/cards/{cardId}/status",
                "cardflow.gocards.paths.orders", "/v2/orders",
                "cardflow.gocards.paths.login", "/login"));
    bureau
        .on("POST /login", 200, "{\"token\":\"t-1\"}")
        .on("GET /v2/cards/CA-1/status", 200, "{\"cardId\":\"CA-1\"}")
        .on("GET /v2/orders", 404, "");

    assertEquals(Stage.ORDERED, card(goCards).stage());
    assertInstanceOf(Reply.NotReceived.class, find(goCards));
  }

  private static final String FIELDS =
      """
      {"layoutId":"L1","inputFields":[
       {"name":"title","label":"T","type":"TEXT","required":true,"maxLength":3},
       {"name":"colour","required":false,"valueList":["red","blue"]},
       {"name":7},{"name":"other","maxLength":"x","valueList":"red"},null]}
      """;

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{}|title is required",
        "{\"title\":\"\"}|title is required",
        "{\"title\":\"abcd\"}|title has more than 3 characters",
        "{\"title\":\"a\",\"colour\":\"green\"}|colour has a value that is not allowed",
        "{\"colour\":\"green\"}|title is required; colour has a value that is not allowed",
      })
  void aCardThatBreaksItsLayoutIsRefusedBeforeAnythingIsOrdered(String elements, String detail) {
    bureau.on(LAYOUT, 200, FIELDS);

    Reply reply =
        checking()
            .order(ordered(elements, "{\"title\":\"åäö\",\"colour\":\"red\"}"), time -> true)
            .await()
            .atMost(PATIENCE);

    assertEquals(
        new Reply.Refused(
            List.of(new CardAnswer("T-1", null, "LAYOUT_MISMATCH", detail)),
            "LAYOUT_MISMATCH",
            null),
        reply);
    assertEquals(List.of(LOG_IN, LAYOUT), bureau.calls());
  }

  @Test
  void aLayoutIsReadOnceInTenMinutes() {
    bureau.on(LAYOUT, 200, FIELDS);
    bureau.on(
        ORDER,
        201,
        "{\"orderId\":\"OD-1\",\"accepted\":[{\"cardId\":\"T-1\"},{\"cardId\":\"T-2\"}]}");
    GoCards goCards = checking();
    Order fits = ordered("{\"title\":\"a\"}", "{\"title\":\"b\",\"more\":\"x\"}");

    for (int each = 0; each < 2; each++) {
      assertInstanceOf(
          Reply.Taken.class, goCards.order(fits, time -> true).await().atMost(PATIENCE));
    }
    assertEquals(List.of(LOG_IN, LAYOUT, ORDER, ORDER), bureau.calls());

    later = Duration.ofMinutes(11);
    goCards.order(fits, time -> true).await().atMost(PATIENCE);
    assertEquals(2, bureau.calls().stream().filter(LAYOUT::equals).count());
  }

  @ParameterizedTest
  @CsvSource({"404", "500", "429", "401", "204"})
  void whileALayoutCannotBeReadNothingIsSent(int status) {
    bureau.on(LAYOUT, status, "");

    Fault fault = fault(order(checking()));

    assertEquals(Code.LAYOUT_UNREADABLE, fault.code());
    assertTrue(!bureau.calls().contains(ORDER));
  }

  private GoCards checking() {
    return goCards(Map.of("cardflow.gocards.check-layouts", "true"));
  }

  private static Order ordered(String first, String second) {
    return new Order(
        "B-1",
        "L1",
        "{}",
        null,
        List.of(new OrderLine("T-1", first), new OrderLine("T-2", second)));
  }

  @Test
  void aTokenComesFromTheTokenEndPoint() {
    bureau.on(CARD, 200, "{\"cardId\":\"CA-1\"}").on(TOKEN, 200, token("\"expires_in\":3600"));
    GoCards goCards = goCards(Map.of("cardflow.gocards.auth", "oauth2"));

    card(goCards);
    card(goCards);

    assertEquals(List.of(TOKEN, CARD, CARD), bureau.calls());
    assertEquals("Bearer t-9", bureau.lastHeaders().getFirst("Authorization"));
    assertTrue(bureau.bodyOf(TOKEN).contains("grant_type=client_credentials"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {"\"expires_in\":0", "\"expires_in\":\"soon\"", "\"other\":1", "\"expires_in\":-5"})
  void aTokenWithoutAValidityIsUsedAndNotRequestedForEachCall(String validity) {
    bureau.on(CARD, 200, "{\"cardId\":\"CA-1\"}").on(TOKEN, 200, token(validity));
    GoCards goCards = goCards(Map.of("cardflow.gocards.auth", "oauth2"));

    boolean readable = !validity.contains("soon");
    for (int call = 0; call < 3; call++) {
      BureauReport report = goCards.card("CA-1").await().atMost(PATIENCE);
      assertEquals(readable, report instanceof BureauReport.Received, report.toString());
    }
    assertEquals(readable ? 1 : 3, bureau.calls().stream().filter(TOKEN::equals).count());
  }

  @ParameterizedTest
  @CsvSource({
    "400,UNAUTHORIZED", "401,UNAUTHORIZED", "403,UNAUTHORIZED", "404,UNAUTHORIZED",
    "302,UNEXPECTED_STATUS", "429,TOO_MANY_REQUESTS", "500,SERVER_ERROR", "503,SERVER_ERROR"
  })
  void aFaultOfTheTokenEndPointIsReportedAsSuch(int status, Code code) {
    bureau.on(
        TOKEN,
        exchange -> {
          exchange.getResponseHeaders().add("Retry-After", "7");
          ScriptedBureau.send(exchange, status, new byte[0]);
        });

    BureauReport report =
        goCards(Map.of("cardflow.gocards.auth", "oauth2")).card("CA-1").await().atMost(PATIENCE);

    Fault fault = assertInstanceOf(BureauReport.Failed.class, report).fault();
    assertEquals(code, fault.code());
    assertEquals(Duration.ofSeconds(7), fault.retryAfter());
  }

  @ParameterizedTest
  @ValueSource(strings = {"<html>", "{}", "[]", "", "{\"access_token\":\"a b\"}"})
  void anAnswerOfTheTokenEndPointWithoutATokenIsAFault(String body) {
    bureau.on(TOKEN, 200, body);

    BureauReport report =
        goCards(Map.of("cardflow.gocards.auth", "oauth2")).card("CA-1").await().atMost(PATIENCE);

    assertInstanceOf(BureauReport.Failed.class, report);
    assertEquals(List.of(TOKEN), bureau.calls());
  }

  private static String token(String more) {
    return "{\"access_token\":\"t-9\",\"token_type\":\"Bearer\",%s}".formatted(more);
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

  private CardReport card() {
    return card(goCards("http", bureau.port()));
  }

  private static CardReport card(GoCards goCards) {
    BureauReport report = goCards.card("CA-1").await().atMost(PATIENCE);
    return assertInstanceOf(BureauReport.Received.class, report, report.toString()).card();
  }

  private Fault cardFault() {
    return assertInstanceOf(
            BureauReport.Failed.class,
            goCards("http", bureau.port()).card("CA-1").await().atMost(PATIENCE))
        .fault();
  }

  private OrderReport cards() {
    return goCards("http", bureau.port()).cards("OD-1").await().atMost(PATIENCE);
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
    all.putIfAbsent("cardflow.gocards.url", "http://localhost:" + bureau.port());
    all.putIfAbsent("cardflow.gocards.auth", "login");
    var config = WorkerSettings.config(all);
    Clock clock =
        new Clock() {
          @Override
          public ZoneId getZone() {
            return ZoneOffset.UTC;
          }

          @Override
          public Clock withZone(ZoneId zone) {
            throw new UnsupportedOperationException("not called in this test");
          }

          @Override
          public Instant instant() {
            return Instant.now().plus(later);
          }
        };
    GoCardsCalls calls = new GoCardsCalls(config, tls, clock);
    Assumptions assumptions = new Assumptions(config);
    LogIn logIn = new GoCardsBeans().logIn(calls, assumptions, clients, tls, config);
    return new GoCards(calls, new AccessTokens(calls, logIn, clock), assumptions, clock, config);
  }
}
