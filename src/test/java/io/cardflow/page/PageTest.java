package io.cardflow.page;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route;
import com.microsoft.playwright.options.ColorScheme;
import io.cardflow.api.ApiClient;
import io.cardflow.api.ApiTestResource;
import io.cardflow.api.Issuer;
import io.cardflow.ops.CardflowConfig;
import io.cardflow.servers.Servers;
import io.cardflow.servers.ServersResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Operators find cards, see why they are where they are, and act, in a real browser. */
@QuarkusTest
@QuarkusTestResource(ServersResource.class)
@WithTestResource(ApiTestResource.class)
@EnabledIf("io.cardflow.page.Chromium#isInstalled")
class PageTest {

  private static final String REQUEST =
      """
      {"layoutId":"visitor","queue":false,"delivery":{"recipient":"Desk","addressOne":"Main 1",\
      "postalCode":"12345","city":"Lund","countryCode":"SE"}}""";

  private static final List<String> PAGES =
      List.of(
          "/",
          "/cards",
          "/cards?overdue=true",
          "/cards/A-1",
          "/orders",
          "/rejections",
          "/dead-letters",
          "/cards/none",
          "/nothing");

  @TestHTTPResource("/")
  URI base;

  @Inject CardflowConfig config;
  @Inject Pool pool;

  @Test
  void theCountersMoveWithoutAReload() {
    send("A-0", "request-card", REQUEST);
    await("A-0", "REQUESTED");
    try (Reader reader = new Reader(base, "viewer")) {
      reader.open("/");
      Locator count = reader.page().locator("[data-state=REQUESTED] .count");
      reader.page().evaluate("document.title = 'still the same page'");
      String card = "A-" + System.nanoTime();

      send(card, "request-card", REQUEST);
      await(card, "REQUESTED");

      assertThat(count).hasText(Integer.toString(requested()));
      assertEquals("still the same page", reader.page().title());
      assertThat(reader.page().locator("[data-edge='1'].moving").first()).isAttached();
    }
  }

  /** What the replicas report arrives within ten seconds. */
  @Test
  void theOverviewShowsLagThroughputAndTheDay() {
    send("A-6", "request-card", REQUEST);
    await("A-6", "REQUESTED");
    try (Reader reader = new Reader(base, "viewer")) {
      Page page = reader.page();
      Locator figures = page.locator(".signals dd");
      Awaitility.await("the replica has reported")
          .atMost(Duration.ofSeconds(40))
          .until(
              () -> {
                reader.open("/");
                return figures.nth(1).textContent().matches("[0-9]+.*")
                    && !figures.nth(0).textContent().equals("0.0");
              });
      assertThat(figures.nth(3)).containsText("not asked yet");
      assertThat(page.locator("#day canvas")).isVisible();
    }
  }

  @Test
  void anOrderIsFoundAndShowsItsSteps() {
    lead("S-6", 6);
    for (String sql :
        List.of(
            """
            INSERT INTO order_batch (id, status, layout_id, delivery, cards, collected_at, order_id)
            VALUES ('B-7', 'CLOSED', 'visitor', '{}', 1, now(), 'OD-7')
            """,
            "INSERT INTO order_card (card_id, batch_id, accepted) VALUES ('S-6', 'B-7', true)",
            "INSERT INTO order_step (batch_id, at, step) VALUES ('B-7', now(), 'LOOKED_UP')")) {
      execute(sql);
    }
    try (Reader reader = new Reader(base, "viewer")) {
      Page page = reader.page();
      reader.open("/");
      page.fill("#find", "OD-7");
      page.press("#find", "Enter");
      assertThat(page).hasURL(Pattern.compile(".*/cards\\?orderId=OD-7"));
      assertThat(page.locator(".rows")).containsText("S-6");
      page.fill("#find", "s-6");
      page.press("#find", "Enter");
      page.waitForURL("**/cards/S-6");
      assertThat(page.locator("main")).containsText("looked up at the bureau");
      page.fill("#find", "B-7");
      page.press("#find", "Enter");
      page.waitForURL("**/orders/B-7");
      assertThat(page.locator("main")).containsText("looked up at the bureau");
      assertEquals(List.of(), reader.barriers());
    }
  }

  @Test
  void besideOverdueCardsStandsWhatToDo() {
    lead("S-4", 4);
    execute(
        """
        UPDATE card_wait SET announced = true, since = now() - interval '30 days'
        WHERE card_id = 'S-4'
        """);
    try (Reader reader = new Reader(base, "viewer")) {
      for (String path : List.of("/cards?overdue=true", "/cards?state=ORDERED")) {
        Locator advice = reader.page().locator(".advice");
        Awaitility.await("the figures are fresh")
            .atMost(Duration.ofSeconds(30))
            .until(
                () -> {
                  reader.open(path);
                  return advice.count() > 0;
                });
        assertThat(advice).containsText("Ordered (1)");
        assertThat(advice).containsText("ask the bureau now");
        assertEquals(List.of(), reader.barriers());
      }
      reader.open("/cards?state=UNASSIGNED");
      assertThat(reader.page().locator(".advice")).hasCount(0);
    }
  }

  private void execute(String sql) {
    pool.query(sql).execute().await().atMost(Duration.ofSeconds(30));
  }

  @Test
  void aParcelLeadsToItsCarrier() {
    lead("S-6", 6);
    try (Reader reader = new Reader(base, "viewer")) {
      reader.open("/cards/S-6");
      assertThat(reader.page().locator(".facts a[rel]"))
          .hasAttribute("href", "https://parcels.example/?id=TN-7");
    }
  }

  @Test
  void whatNoResourceAnswersIsAPageForABrowserOnly() {
    try (Reader reader = new Reader(base, "viewer")) {
      assertEquals(404, reader.open("/nothing"));
      assertThat(reader.page().getByText("Nothing has this address.")).isVisible();
      assertEquals(
          "application/problem+json",
          reader
              .page()
              .evaluate(
                  "fetch('/nothing', {headers: {Accept: 'application/json'}})"
                      + ".then(r => r.headers.get('content-type'))"));
      assertEquals(
          "application/problem+json",
          reader
              .page()
              .evaluate(
                  "fetch('/api/nothing', {headers: {Accept: 'text/html'}})"
                      + ".then(r => r.headers.get('content-type'))"));
    }
  }

  @Test
  void aReaderWithAnInvalidTokenGetsAPage() throws Exception {
    HttpResponse<String> refused =
        HttpClient.newHttpClient()
            .send(
                HttpRequest.newBuilder(base)
                    .header("Authorization", "Bearer nonsense")
                    .header("Accept", "text/html")
                    .header("Accept-Language", "de")
                    .build(),
                HttpResponse.BodyHandlers.ofString());

    assertEquals(401, refused.statusCode());
    assertTrue(refused.body().contains("<html lang=\"de\">"), refused.body());
    assertTrue(refused.headers().firstValue("Content-Security-Policy").isPresent());
  }

  @Test
  void aCardIsFoundAndAssignedAndItsTimelineShowsWhy() {
    pooled("A-1");
    try (Reader reader = new Reader(base, "operator")) {
      Page page = reader.page();
      reader.open("/");
      page.fill("#find", "A-1");
      page.press("#find", "Enter");
      page.waitForURL("**/cards/A-1");
      assertThat(page.locator("h1")).containsText("Unassigned");

      Locator assign = page.locator("[data-command=assign-card]");
      assign.locator("summary").click();
      assign.locator("[name=holderId]").fill("holder-1");
      assign.locator("[name=reason]").fill("forgot the badge");
      assign.locator("button").click();
      assertThat(page.locator("#outcome .result.APPLIED")).containsText("A-1 · Assign");
      assertThat(page.locator("h1")).containsText("Assigned");
      Locator timeline = page.locator(".timeline");
      assertThat(timeline).containsText("Unassigned → Assigned");
      assertThat(timeline).containsText("inferred");
      assertThat(timeline).containsText("reader");
      assertFalse(page.content().contains("holder-1"), "a holder is masked");
      assertEquals(List.of(), reader.barriers());
    }
  }

  @Test
  void whatTheBureauContradictsIsAcceptedWithAReason() {
    send("A-9", "request-card", REQUEST);
    await("A-9", "REQUESTED");
    status("A-9", "order-accepted", "{\"orderId\":\"O-9\",\"batchId\":\"B-9\"}");
    await("A-9", "ORDERED");
    status("A-9", "card-produced", "{\"orderId\":\"O-9\",\"producerCardId\":\"CA-9\"}");
    await("A-9", "IN_PRODUCTION");
    try (Reader reader = new Reader(base, "operator")) {
      Page page = reader.page();
      reader.open("/cards/A-9");
      accept(page, "replace-production", "producerCardId", "CA-9-again");
      assertThat(page.locator("#outcome .result.APPLIED")).containsText("A-9 · Accept a card");
      assertThat(page.locator(".facts")).containsText("CA-9-again");
      accept(page, "accept-order", "orderId", "O-9-B");
      assertThat(page.locator("#outcome .result.APPLIED")).containsText("Accept another order");
      assertThat(page.locator(".facts")).containsText("O-9-B");
      assertThat(page.locator(".timeline")).containsText("facts-added");
      assertThat(page.locator(".timeline")).containsText("by phone");

      for (String name : List.of("CA-9-again", "O-9-B")) {
        reader.open("/");
        page.fill("#find", name);
        page.press("#find", "Enter");
        assertThat(page.locator("main tbody")).containsText("A-9");
      }
      status("A-9", "card-shipped", "{\"orderId\":\"O-9-B\",\"producerCardId\":\"CA-9-again\"}");
      await("A-9", "PRODUCED");
      reader.open("/cards/A-9");
      Locator order = page.locator("[data-command=accept-order]");
      order.locator("summary").click();
      assertThat(order).containsText("Ordered, In production");
      assertEquals(0, order.locator("button").count());
      assertEquals(List.of(), reader.barriers());
    }
  }

  @Test
  void anOrderInDoubtIsResolvedAndItsCardIdsAreLoaded() {
    execute(
        """
        DELETE FROM order_card WHERE batch_id LIKE 'B-page%';
        DELETE FROM order_batch WHERE id LIKE 'B-page%';
        INSERT INTO order_batch (id, status, layout_id, delivery, cards, collected_at)
        VALUES ('B-page-1', 'UNKNOWN', 'L1', '{}', 1, now()),
          ('B-page-2', 'UNKNOWN', 'L1', '{}', 1, now());
        INSERT INTO order_batch (id, status, layout_id, delivery, cards, collected_at, order_id,
          answered_at, error)
        VALUES ('B-page-3', 'CLOSED', 'L1', '{}', 1, now(), 'OD-page', now(), 'CARD_NOT_MAPPED');
        INSERT INTO order_card (card_id, batch_id, accepted)
        VALUES ('page-1', 'B-page-1', NULL), ('page-2', 'B-page-2', NULL),
          ('page-3', 'B-page-3', true)
        """);
    try (Reader reader = new Reader(base, "viewer")) {
      reader.open("/orders/B-page-1");
      assertThat(reader.page().locator("button:not([disabled])[class=danger]")).hasCount(0);
      assertThat(reader.page().locator("main")).containsText("may not act on orders");
    }
    for (ColorScheme scheme : List.of(ColorScheme.LIGHT, ColorScheme.DARK)) {
      try (Reader reader = new Reader(base, 390, 800, scheme, "en", "operator")) {
        for (String order : List.of("B-page-1", "B-page-3")) {
          reader.open("/orders/" + order);
          reader.screenshot(scheme + "-" + order);
          assertEquals(List.of(), reader.barriers(), order);
          assertFalse(reader.scrollsSideways(), order);
        }
      }
    }
    try (Reader reader = new Reader(base, "operator")) {
      Page page = reader.page();
      reader.open("/orders/B-page-1");
      Locator taken = page.locator("form:has([value=taken])");
      taken.locator("[name=orderId]").fill("OD-page-1");
      taken.locator("[name=reason]").fill("in the portal");
      taken.locator("button").click();
      assertThat(page.locator(".facts")).containsText("OD-page-1");
      assertThat(page.locator("form:has([value=taken])")).hasCount(0);

      reader.open("/orders/B-page-2");
      Locator notTaken = page.locator("form:has([value=not-taken])");
      notTaken.locator("[name=reason]").fill("not in the portal");
      notTaken.locator("button").click();
      assertThat(page.locator("form:has([value=not-taken])")).hasCount(0);

      reader.open("/orders/B-page-3");
      page.fill("[name=pairs]", "other,CA-page-3");
      page.locator("form:has([name=pairs]) button").click();
      assertThat(page.locator("main")).containsText("the first is other");
      reader.open("/orders/B-page-3");
      page.fill("[name=pairs]", "page-3,CA-page-3");
      page.locator("form:has([name=pairs]) button").click();
      assertThat(page.locator("main tbody").last()).containsText("CA-page-3");
      assertThat(page.locator("form:has([name=pairs])")).hasCount(0);
    }
  }

  private static void accept(Page page, String command, String field, String value) {
    Locator form = page.locator("[data-command=" + command + "]");
    form.locator("summary").click();
    form.locator("[name=" + field + "]").fill(value);
    form.locator("[name=reason]").fill("by phone");
    form.locator("button").click();
  }

  @Test
  void anyNameIsSearchedForAlsoIfItIsNoCardId() {
    pooled("F-1");
    send("F-1", "assign-card", "{\"holderId\":\"ann / b@example.com\"}");
    await("F-1", "ASSIGNED");
    try (Reader reader = new Reader(base, "viewer")) {
      Page page = reader.page();
      reader.open("/");
      page.fill("#find", "ann / b@example.com");
      page.press("#find", "Enter");
      assertThat(page.locator("main tbody")).containsText("F-1");
      assertFalse(page.url().contains("example"), "a holder is in no address");
      page.fill("#find", "nobody & nothing");
      page.press("#find", "Enter");
      assertThat(page.locator("main tbody")).containsText("Nothing has");
      assertEquals(List.of(), reader.barriers());
    }
  }

  @Test
  void aRefusedScanIsShownWhereTheOutcomeWouldBe() {
    try (Reader reader = new Reader(base, "operator")) {
      Page page = reader.page();
      reader.open("/pool");
      page.locator("form[action='/pool/lock'] input").focus();
      scan(page, "no card id!");
      assertThat(page.locator("#outcome")).containsText("unknown-card");
      assertThat(page.locator("#stream-lost")).isHidden();
    }
  }

  @Test
  void whatTheStateForbidsIsExplainedAndNotOffered() {
    send("A-2", "request-card", REQUEST);
    await("A-2", "REQUESTED");
    try (Reader reader = new Reader(base, "operator")) {
      reader.open("/cards/A-2");
      Locator lock = reader.page().locator("[data-command=lock-card]");
      lock.locator("summary").click();
      assertThat(lock).containsText("Unassigned, Assigned");
      assertEquals(0, lock.locator("button").count());
      for (String type : List.of("request-card", "nonsense", "")) {
        assertEquals(
            400,
            reader
                .page()
                .evaluate(
                    "type => fetch('/cards/A-2/commands', {method: 'POST',"
                        + " body: new URLSearchParams({type, reason: 'x'})}).then(r => r.status)",
                    type),
            type);
      }
    }
  }

  @Test
  void aRejectionIsShownWithItsCode() {
    pooled("A-3");
    send("A-3", "request-card", REQUEST);
    try (Reader reader = new Reader(base, "viewer")) {
      Awaitility.await("the rejection is listed")
          .atMost(Duration.ofSeconds(30))
          .until(
              () -> {
                reader.open("/rejections");
                return reader.page().locator(".rows tbody").textContent().contains("A-3");
              });
      reader.page().locator("details a", rows("CARD_EXISTS")).click();
      assertThat(reader.page().locator(".rows tbody")).containsText("A-3");
      reader.open("/rejections?code=NONE");
      assertThat(reader.page().locator(".rows tbody")).not().containsText("A-3");
    }
  }

  @Test
  void aDeadLetterIsPutBack() {
    send("A-4", "request-card", "{\"layoutId\":");
    try (Reader reader = new Reader(base, "admin")) {
      Page page = reader.page();
      Locator row = page.locator("tbody tr", new Page.LocatorOptions().setHasText("A-4"));
      Awaitility.await("the dead letter is listed")
          .atMost(Duration.ofSeconds(30))
          .until(
              () -> {
                reader.open("/dead-letters");
                return row.count() > 0;
              });
      row.first().locator("a[href^='/dead-letters/']").click();
      assertThat(page.locator("pre")).hasText("{\"layoutId\":");
      assertEquals(List.of(), reader.barriers());
      reader.open("/dead-letters");
      row.first().locator("summary").click();
      row.first().locator("[name=reason]").fill("the sender is mended");
      row.first().locator("button").click();
      assertThat(page.locator("h1")).hasText("The message was put back");
    }
  }

  @Test
  void manyCardsAreActedOnFromAListThatDoesNotChange() {
    pooled("B-1");
    pooled("B-2");
    send("B-3", "request-card", REQUEST);
    await("B-3", "REQUESTED");
    try (Reader reader = new Reader(base, "admin")) {
      Page page = reader.page();
      reader.open("/actions");
      assertEquals(List.of(), reader.barriers());
      page.selectOption("[name=kind]", "LOCK");
      page.fill("textarea", "B-1\nB-2\nB-3\nB-1\n");
      page.fill("main [name=reason]", "a lost parcel");
      page.locator("main form button").click();

      assertThat(page.getByText("Possible for 2 of 3")).isVisible();
      assertThat(page.locator("tr", rows("B-3"))).containsText("TRANSITION_NOT_ALLOWED");
      assertEquals(List.of(), reader.barriers());
      pooled("B-4");
      page.fill("[name=confirmed]", "3");
      page.locator("main form button").click();
      assertThat(page.locator("[role=alert]")).containsText("Type 2");
      assertEquals("UNASSIGNED", state("B-1"));

      page.fill("[name=confirmed]", "2");
      page.locator("main form button").click();
      assertThat(page.locator("#progress")).containsText("Finished");
      assertThat(page.locator("tr", rows("B-1"))).containsText("applied");
      assertThat(page.locator("tr", rows("B-3"))).containsText("not possible");
      assertEquals("LOCKED", state("B-2"));
      assertEquals("REQUESTED", state("B-3"));
      assertEquals("UNASSIGNED", state("B-4"), "it came after the list");
      assertEquals(List.of(), reader.barriers());

      reader.open("/log");
      assertThat(page.locator("tr", rows("bulk-lock")).first()).containsText("a lost");
      assertEquals(List.of(), reader.barriers());
    }
  }

  private static Page.LocatorOptions rows(String text) {
    return new Page.LocatorOptions().setHasText(text);
  }

  @Test
  void selectedDeadLettersArePutBack() {
    send("D-1", "request-card", "{");
    send("D-2", "request-card", "{");
    try (Reader reader = new Reader(base, "admin")) {
      Page page = reader.page();
      Awaitility.await("both are listed")
          .atMost(Duration.ofSeconds(30))
          .until(
              () -> {
                reader.open("/dead-letters");
                return page.locator("tr", rows("D-1")).count() > 0
                    && page.locator("tr", rows("D-2")).count() > 0;
              });
      for (String card : List.of("D-1", "D-2")) {
        page.locator("tr", rows(card)).first().locator("[name=item]").check();
      }
      page.locator("[name=reason][form=selected]").fill("the sender is mended");
      page.locator("button[form=selected]").click();
      page.fill("[name=confirmed]", "2");
      page.locator("main form button").click();
      assertThat(page.locator("#progress")).containsText("Finished");
      assertThat(page.locator("#progress")).containsText("dead letter again");
    }
  }

  @Test
  void aHolderIsShownToThePrivacyRoleForARecordedReason() {
    pooled("E-1");
    send("E-1", "assign-card", "{\"holderId\":\"secret-1\"}");
    await("E-1", "ASSIGNED");
    try (Reader reader = new Reader(base, "privacy")) {
      Page page = reader.page();
      reader.open("/cards/E-1");
      assertFalse(page.content().contains("secret-1"));
      page.locator("details:has(form[action$=unmask]) summary").click();
      page.locator("form[action$=unmask] [name=reason]").fill("an access investigation");
      page.locator("form[action$=unmask] button").click();
      assertThat(page.locator(".facts")).containsText("secret-1");
      assertEquals(List.of(), reader.barriers());
    }
    try (Reader reader = new Reader(base, "admin")) {
      reader.open("/log");
      assertThat(reader.page().locator("tbody")).containsText("an access investigation");
    }
  }

  @Test
  void cardsAreRequestedForADeskWithIdsByAPattern() {
    try (Reader reader = new Reader(base, "operator")) {
      Page page = reader.page();
      reader.open("/request");
      assertEquals(List.of(), reader.barriers());
      Map.of(
              "layoutId", "visitor",
              "pattern", "R-###",
              "first", "9",
              "count", "3",
              "recipient", "Desk",
              "addressOne", "Main 1",
              "postalCode", "12345",
              "city", "Lund",
              "countryCode", "SE")
          .forEach((name, value) -> page.fill("main [name=" + name + "]", value));
      page.fill("main [name=reason]", "a new desk");
      page.locator("main form button").click();

      for (String card : List.of("R-009", "R-010", "R-011")) {
        assertThat(page.locator("tr", rows(card))).containsText("applied");
      }
      assertEquals(List.of(), reader.barriers());
    }
  }

  @Test
  void aScannerGivesOutReturnsAndLocksCards() {
    pooled("C-1");
    pooled("C-4");
    try (Reader reader = new Reader(base, "operator")) {
      Page page = reader.page();
      reader.open("/pool");
      assertThat(page.locator("table")).containsText("visitor");
      assertEquals(List.of(), reader.barriers());
      Locator stock = page.locator("#live tr", rows("visitor")).locator(".number");
      String before = stock.textContent();
      scan(page, "scanned-1", "C-1");
      assertThat(page.locator("#outcome .APPLIED")).isVisible();
      assertEquals("ASSIGNED", state("C-1"));
      assertThat(stock).not().hasText(before);
      assertThat(page.locator("[name=holderId]")).isFocused();

      page.locator("form[action='/pool/return'] input").focus();
      scan(page, "C-1");
      await("C-1", "UNASSIGNED");
      assertThat(page.locator("tr", rows("sold-out"))).containsText("0 · low");
      page.locator("form[action='/pool/lock'] input").focus();
      scan(page, "C-1");
      await("C-1", "LOCKED");
      assertThat(page.locator("form[action='/pool/return'] input")).isFocused();
    }
  }

  /** The first answer is held back until the second scan has been typed. */
  @Test
  void noScanIsLostWhileAnotherIsAnswered() {
    for (String card : List.of("C-2", "C-3")) {
      pooled(card);
      send(card, "assign-card", "{\"holderId\":\"held-%s\"}".formatted(card));
      await(card, "ASSIGNED");
    }
    try (Reader reader = new Reader(base, "operator")) {
      Page page = reader.page();
      reader.open("/pool");
      List<Route> held = new ArrayList<>();
      page.route(
          "**/pool/return",
          route -> {
            if (held.isEmpty()) {
              held.add(route);
            } else {
              route.resume();
            }
          });
      page.locator("form[action='/pool/return'] input").focus();
      scan(page, "C-2", "C-3");
      page.waitForCondition(() -> held.size() == 1);
      assertThat(page.locator("#outcome .APPLIED")).hasCount(0);
      held.get(0).resume();

      assertThat(page.locator("#outcome .APPLIED")).hasCount(2);
      assertThat(page.locator("#outcome .result").first()).containsText("C-3");
      assertEquals("UNASSIGNED", state("C-2"));
      assertEquals("UNASSIGNED", state("C-3"));
    }
  }

  /** A scanner is a keyboard that ends each code with Enter. */
  private static void scan(Page page, String... codes) {
    for (String code : codes) {
      page.keyboard().type(code);
      page.keyboard().press("Enter");
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = ColorScheme.class,
      names = {"LIGHT", "DARK"})
  void noPageHasABarrier(ColorScheme scheme) {
    pooled("A-1");
    try (Reader reader = new Reader(base, 1280, 800, scheme, "en", "operator", "admin")) {
      for (String path : PAGES) {
        reader.open(path);
        assertEquals(List.of(), reader.barriers(), path);
        assertTrue(reader.page().content().length() < 100_000, path);
      }
    }
  }

  @ParameterizedTest(name = "{0} pixels")
  @ValueSource(ints = {360, 640, 1280, 2560})
  void everyPageFitsIntoTheScreen(int width) {
    pooled("A-1");
    try (Reader reader = new Reader(base, width, 800, ColorScheme.LIGHT, "en", "operator")) {
      for (String path : PAGES) {
        reader.open(path);
        reader.screenshot(width + "-" + path.replace("/", "_"));
        assertFalse(reader.scrollsSideways(), path);
      }
    }
  }

  @Test
  void aKeyboardIsEnough() {
    pooled("A-1");
    try (Reader reader = new Reader(base, "operator")) {
      Page page = reader.page();
      reader.open("/cards");
      page.keyboard().press("?");
      assertThat(page.locator("#help")).isVisible();
      page.keyboard().press("Escape");
      assertThat(page.locator("#help")).isHidden();
      page.keyboard().press("j");
      page.keyboard().press("j");
      page.keyboard().press("k");
      assertThat(page.locator("table.rows tbody a").first()).isFocused();
      page.keyboard().press("/");
      page.keyboard().type("A-1");
      page.keyboard().press("Enter");
      page.waitForURL("**/cards/A-1");
    }
  }

  @Test
  void theThemeIsChosenByHandAndKept() {
    try (Reader reader = new Reader(base, "viewer")) {
      reader.open("/");
      String light = ground(reader);
      reader.page().locator("#theme").click();
      String dark = ground(reader);
      assertFalse(light.equals(dark));
      reader.open("/cards");
      assertEquals(dark, ground(reader));
    }
  }

  private static String ground(Reader reader) {
    return (String) reader.page().evaluate("getComputedStyle(document.body).backgroundColor");
  }

  @ParameterizedTest
  @CsvSource({"en,Overview", "de,Übersicht", "sv,Översikt", "fr,Overview"})
  void thePageSpeaksTheLanguageOfItsReader(String language, String title) {
    try (Reader reader = new Reader(base, 1280, 800, ColorScheme.LIGHT, language, "viewer")) {
      reader.open("/");
      assertThat(reader.page().locator("h1")).hasText(title);
    }
  }

  @Test
  void aRoleSeesWhatItMayDoAndTheServerChecksIt() {
    pooled("A-5");
    try (Reader reader = new Reader(base, "viewer")) {
      Page page = reader.page();
      reader.open("/cards/A-5");
      assertThat(page.getByText("Your role may not send commands.")).isVisible();
      page.locator("[data-command=lock-card]").locator("summary").click();
      assertThat(page.locator("details[open] button")).isDisabled();
      Object status =
          page.evaluate(
              "fetch('/cards/A-5/commands', {method: 'POST', body: new URLSearchParams("
                  + "{type: 'lock-card', reason: 'x', key: 'k'})}).then(r => r.status)");
      assertEquals(403, status);
      assertEquals("UNASSIGNED", state("A-5"));
    }
  }

  @Test
  void aReaderWithoutARoleIsRefusedOnAPage() {
    try (Reader reader = new Reader(base)) {
      assertEquals(403, reader.open("/"));
      assertThat(reader.page().getByText("Your role does not have this right.")).isVisible();
      assertEquals(List.of(), reader.barriers());
    }
  }

  /** The pictures in the README are those of the last run with {@code -Ddocs.images=true}. */
  @ParameterizedTest
  @EnumSource(
      value = ColorScheme.class,
      names = {"LIGHT", "DARK"})
  void theReadmeShowsOverviewAndCard(ColorScheme scheme) throws IOException {
    for (int number = 1; number <= 12; number++) {
      lead("S-" + number, number);
    }
    String name = scheme.name().toLowerCase(Locale.ROOT);
    try (Reader reader = new Reader(base, 1280, 900, scheme, "en", "operator")) {
      reader.open("/");
      reader.screenshot("overview-" + name);
      reader.open("/cards/S-12");
      reader.screenshot("card-" + name);
    }
    if (Boolean.getBoolean("docs.images")) {
      for (String page : List.of("overview-", "card-")) {
        Files.copy(
            Reader.SCREENSHOTS.resolve(page + name + ".png"),
            Files.createDirectories(Path.of("docs", "images")).resolve(page + name + ".png"),
            StandardCopyOption.REPLACE_EXISTING);
      }
    }
  }

  /** Takes a card through as many steps as its number. */
  private void lead(String card, int steps) {
    if (state(card) != null) {
      return;
    }
    send(card, "request-card", REQUEST);
    await(card, "REQUESTED");
    if (steps > 2) {
      status(card, "order-accepted", "{\"orderId\":\"OD-7\",\"batchId\":\"B-7\"}");
      await(card, "ORDERED");
    }
    if (steps > 4) {
      status(
          card,
          "card-produced",
          "{\"orderId\":\"OD-7\",\"producerCardId\":\"CA-%s\"}".formatted(card));
      await(card, "IN_PRODUCTION");
    }
    if (steps > 5) {
      status(
          card,
          "card-shipped",
          "{\"orderId\":\"OD-7\",\"carrier\":\"PostNord\",\"trackingNumber\":\"TN-7\"}");
      await(card, "PRODUCED");
    }
    if (steps > 6) {
      send(card, "initialize-card", "{\"chipSerial\":\"04A1\"}");
      await(card, "UNASSIGNED");
    }
    if (steps > 8) {
      send(card, "assign-card", "{\"holderId\":\"person-%s\"}".formatted(card));
      await(card, "ASSIGNED");
    }
    if (steps == 10) {
      send(card, "lock-card", "{\"reason\":\"lost\"}");
      await(card, "LOCKED");
    }
  }

  /** Takes a card to the pool, with an inferred step. */
  private void pooled(String card) {
    if (state(card) != null) {
      return;
    }
    send(card, "request-card", REQUEST);
    await(card, "REQUESTED");
    status(card, "order-accepted", "{\"orderId\":\"O-%s\",\"batchId\":\"B-1\"}".formatted(card));
    await(card, "ORDERED");
    status(
        card, "card-shipped", "{\"orderId\":\"O-%s\",\"trackingNumber\":\"N-1\"}".formatted(card));
    await(card, "PRODUCED");
    send(card, "initialize-card", "{}");
    await(card, "UNASSIGNED");
  }

  private void await(String card, String state) {
    Awaitility.await(card + " is " + state)
        .atMost(Duration.ofSeconds(30))
        .until(() -> state.equals(state(card)));
  }

  private int requested() {
    return ApiClient.json(
            new ApiClient(base)
                .get(
                    "/api/cards?state=REQUESTED&limit=500",
                    Issuer.shared().token("test", "viewer")))
        .path("items")
        .size();
  }

  private String state(String card) {
    return ApiClient.json(
            new ApiClient(base).get("/api/cards/" + card, Issuer.shared().token("test", "viewer")))
        .path("state")
        .asText(null);
  }

  private void send(String card, String command, String data) {
    publish(config.topics().commands(), card, "command." + command, data);
  }

  private void status(String card, String status, String data) {
    publish(config.topics().producerStatus(), card, "producer." + status, data);
  }

  private static void publish(String topic, String card, String type, String data) {
    ProducerRecord<String, byte[]> record = new ProducerRecord<>(topic, card, data.getBytes(UTF_8));
    Map.of(
            "ce_specversion",
            "1.0",
            "ce_id",
            card + "/" + type + "/" + System.nanoTime(),
            "ce_source",
            type.startsWith("command") ? "/iam" : "/gocards",
            "ce_type",
            "io.cardflow." + type + ".v1",
            "ce_subject",
            card,
            "content-type",
            "application/json")
        .forEach((name, value) -> record.headers().add(name, value.getBytes(UTF_8)));
    try (KafkaProducer<String, byte[]> producer =
        new KafkaProducer<>(
            Map.of("bootstrap.servers", Servers.shared().bootstrapServers(), "acks", "all"),
            new StringSerializer(),
            new ByteArraySerializer())) {
      producer.send(record);
    }
  }
}
