package io.cardflow.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.agroal.api.AgroalDataSource;
import io.cardflow.servers.ServersResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.net.URI;
import java.net.http.HttpResponse;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Lists over HTTP: pages, filters, masks, text/csv, and who may read what. */
@QuarkusTest
@QuarkusTestResource(ServersResource.class)
@WithTestResource(ApiTestResource.class)
class ListResourcesTest {

  private static final String CSV = "text/csv";

  /** Recent, since the application of the test removes what is old. */
  private static final Instant ENDED =
      Instant.now().truncatedTo(ChronoUnit.DAYS).minus(Duration.ofDays(10));

  @TestHTTPResource("/")
  URI root;

  @Inject AgroalDataSource database;

  private RoleClient viewer;
  private RoleClient admin;

  @BeforeEach
  void fill() {
    viewer = new RoleClient(root, "viewer");
    admin = new RoleClient(root, "admin");
    run(
        """
        TRUNCATE card, card_wait, card_expiry, card_end, card_request, card_alias, card_assignment,
          order_batch, order_card, audit;
        INSERT INTO card (id, version, state, since, assignments, holder_id, valid_from, valid_until)
        SELECT 'T-' || lpad(i::text, 3, '0'), 7, CASE WHEN mod(i, 2) = 0 THEN 'ASSIGNED' ELSE 'PRODUCED' END,
          CASE WHEN mod(i, 2) = 0 THEN '2026-01-01Z' ELSE date_trunc('hour', now()) END, 1,
          CASE WHEN mod(i, 2) = 0 THEN 'holder-' || i END, '2026-01-01Z', '2097-01-01Z'
        FROM generate_series(1, 120) AS i;
        INSERT INTO card_expiry (card_id, assignment, valid_until, version, due_at)
        SELECT id, 1, '2097-01-01Z', 7, '2097-01-01Z' FROM card WHERE state = 'ASSIGNED';
        INSERT INTO card_wait (state, announced, since, card_id)
        SELECT state, false, since, id FROM card WHERE state = 'PRODUCED';
        INSERT INTO card_request (card_id, layout_id, delivery, card_elements, requested_at)
        SELECT id, '=L,1', '{}', '{}', since FROM card;
        INSERT INTO card_alias (alias, kind, card_id) VALUES ('CA-1', 'PRODUCER_CARD', 'T-001'),
          ('TN-1', 'TRACKING_NUMBER', 'T-001'), ('TN-1', 'TRACKING_NUMBER', 'T-002');
        INSERT INTO card_assignment (card_id, number, holder_id, valid_from, valid_until, ended_at)
        VALUES ('T-002', 1, 'holder-2', '2026-01-01Z', '2097-01-01Z', NULL),
          ('T-001', 1, 'holder-2', '2025-01-01Z', '2025-02-01Z', '%s');
        INSERT INTO order_batch (id, status, layout_id, delivery, cards, collected_at, order_id, error,
          error_detail)
        SELECT 'B-' || i, CASE WHEN mod(i, 2) = 0 THEN 'CLOSED' ELSE 'UNKNOWN' END, 'L1',
          '{"recipient":"Anna","addressOne":"Street 1","postalCode":"1","city":"Oslo",'
          || '"countryCode":"NO","phone":"+47"}', 2, '2026-01-01Z', 'OD-' || i, 'E', 'detail'
        FROM generate_series(1, 9) AS i;
        INSERT INTO order_card (card_id, batch_id, accepted, refusal_code, refusal_detail)
        VALUES ('T-001', 'B-1', true, NULL, NULL), ('T-002', 'B-1', false, 'BAD', '-x')
        """
            .formatted(ENDED));
  }

  @Test
  void theLinksOfPagesLeadThroughTheWholeList() {
    List<JsonNode> items = viewer.all("/api/cards?state=ASSIGNED&limit=7");

    assertEquals(60, items.size());
    assertEquals("T-002", items.get(0).get("cardId").asText());
    assertEquals("T-120", items.get(59).get("cardId").asText());
    assertEquals(60, items.stream().map(item -> item.get("cardId")).distinct().count());
    assertEquals(120, viewer.all("/api/cards?limit=50").size());
    assertEquals(60, viewer.all("/api/cards?limit=500&overdue=false&state=PRODUCED").size());
    assertEquals(120, viewer.all("/api/cards?limit=500&state=&layoutId=").size());
    assertEquals(List.of(), viewer.all("/api/cards?overdue=true"));
  }

  @Test
  void holdersAreMasked() {
    HttpResponse<String> page = viewer.get("/api/cards?limit=2");

    assertEquals(200, page.statusCode());
    JsonNode items = ApiClient.json(page).get("items");
    assertFalse(items.get(0).has("holderId"));
    assertEquals("***", items.get(1).get("holderId").asText());
    assertEquals("2097-01-01T00:00:00Z", items.get(1).get("validUntil").asText());
    assertEquals("=L,1", items.get(1).get("layoutId").asText());
    assertFalse(page.body().contains("holder-"));
  }

  @Test
  void aPageThatIsTheSameIsNotSentAgain() {
    HttpResponse<String> page = viewer.get("/api/cards?limit=2");
    String tag = page.headers().firstValue("ETag").orElseThrow();

    assertEquals(tag, viewer.get("/api/cards?limit=2").headers().firstValue("ETag").orElseThrow());
    assertNotEquals(
        tag, viewer.get("/api/cards?limit=3").headers().firstValue("ETag").orElseThrow());
  }

  @ParameterizedTest
  @CsvSource({
    "/api/cards?state=assigned, 400 invalid-parameter",
    "/api/cards?overdue=yes, 400 invalid-parameter",
    "/api/cards?limit=0, 400 invalid-parameter",
    "/api/cards?limit=501, 400 invalid-parameter",
    "/api/cards?limit=ten, 400 invalid-parameter",
    "/api/cards?batchId=%00, 400 invalid-parameter",
    "/api/cards?after=x, 400 invalid-cursor",
    "/api/orders?status=DONE, 400 invalid-parameter",
    "/api/orders?after=x, 400 invalid-cursor",
    "/api/orders/NONE, 404 unknown-order",
    "/api/orders/NONE/cards, 404 unknown-order"
  })
  void whatIsNotValidIsAProblem(String path, String problem) {
    HttpResponse<String> answer = viewer.get(path);

    assertEquals(problem, RoleClient.code(answer));
    assertEquals(
        Problem.TYPE, answer.headers().firstValue("Content-Type").orElseThrow().split(";")[0]);
  }

  @Test
  void aCursorBelongsToItsList() {
    String after = ApiClient.json(viewer.get("/api/cards?limit=2")).get("next").asText();

    assertEquals(200, viewer.get("/api/cards?limit=3&after=" + after).statusCode());
    assertEquals(
        "400 invalid-cursor",
        RoleClient.code(viewer.get("/api/cards?state=LOCKED&after=" + after)));
    assertEquals("400 invalid-cursor", RoleClient.code(viewer.get("/api/orders?after=" + after)));
    String madeUp = Cursor.encode("cards state=LOCKED", List.of("yesterday", "T-1"));
    assertEquals(
        "400 invalid-cursor",
        RoleClient.code(viewer.get("/api/cards?state=LOCKED&after=" + madeUp)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"/api/cards", "/api/orders", "/api/orders/B-1", "/api/orders/B-1/cards"})
  void everyListNeedsTheRightToRead(String path) {
    assertEquals("401 unauthenticated", RoleClient.code(new RoleClient(root, null).get(path)));
    assertEquals(
        "403 forbidden", RoleClient.code(new RoleClient(root, "cardflow.command").get(path)));
    for (String role : List.of("viewer", "operator", "privacy", "admin", "cardflow.read")) {
      assertEquals(200, new RoleClient(root, role).get(path).statusCode(), role);
    }
  }

  @Test
  void aHoldersCardsAreFoundWithPastAssignments() {
    JsonNode page = ApiClient.json(viewer.post(SEARCH, "{\"holderId\":\"holder-2\"}"));

    assertFalse(page.has("next"));
    JsonNode past = page.at("/items/0");
    assertEquals("T-001", past.at("/card/cardId").asText());
    assertFalse(past.at("/assignment/current").asBoolean());
    assertEquals(ENDED.toString(), past.at("/assignment/endedAt").asText());
    JsonNode current = page.at("/items/1");
    assertEquals("T-002", current.at("/card/cardId").asText());
    assertEquals("***", current.at("/card/holderId").asText());
    assertTrue(current.at("/assignment/current").asBoolean());
    assertFalse(page.toString().contains("holder-2"));
  }

  @Test
  void cardsAreFoundByTheBureausNames() {
    assertEquals(
        List.of("T-001"),
        ApiClient.json(viewer.post(SEARCH, "{\"producerCardId\":\"CA-1\",\"holderId\":\"\"}"))
            .findValuesAsText("cardId"));
    JsonNode first =
        ApiClient.json(viewer.post(SEARCH, "{\"trackingNumber\":\"TN-1\",\"limit\":1}"));
    assertEquals(List.of("T-001"), first.findValuesAsText("cardId"));
    JsonNode second =
        ApiClient.json(
            viewer.post(
                SEARCH,
                "{\"trackingNumber\":\"TN-1\",\"limit\":1,\"after\":\"%s\"}"
                    .formatted(first.get("next").asText())));
    assertEquals(List.of("T-002"), second.findValuesAsText("cardId"));
    assertFalse(second.has("next"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "{\"holderId\":\"\"}",
        "{\"holderId\":\"a\",\"trackingNumber\":\"b\"}",
        "{\"holderId\":\"a\",\"limit\":101}",
        "{\"holderId\":\"a\",\"limit\":0}",
        "{\"holderId\":\"\\u0000\"}",
        "{\"holderId\":",
        "[]",
        "{\"holderId\":{}}",
        ""
      })
  void aSearchForNothingOrTooMuchIsAProblem(String body) {
    assertEquals("400 invalid-body", RoleClient.code(viewer.post(SEARCH, body)), body);
  }

  @Test
  void aSearchNeedsTheRightToRead() {
    assertEquals(
        "401 unauthenticated",
        RoleClient.code(new RoleClient(root, null).post(SEARCH, "{\"holderId\":\"a\"}")));
    assertEquals(
        "403 forbidden",
        RoleClient.code(
            new RoleClient(root, "cardflow.command").post(SEARCH, "{\"holderId\":\"a\"}")));
  }

  @Test
  void ordersAreListedAndShown() {
    assertEquals(9, viewer.all("/api/orders?limit=2").size());
    List<JsonNode> closed = viewer.all("/api/orders?status=CLOSED&limit=3");
    assertEquals(List.of("B-2", "B-4", "B-6", "B-8"), texts(closed, "batchId"));
    assertFalse(closed.get(0).has("delivery"));

    HttpResponse<String> order = viewer.get("/api/orders/B-1");

    JsonNode json = ApiClient.json(order);
    assertEquals("detail", json.get("errorDetail").asText());
    assertEquals("Oslo", json.at("/delivery/city").asText());
    assertEquals("NO", json.at("/delivery/countryCode").asText());
    for (String field : List.of("recipient", "addressOne", "postalCode", "phone")) {
      assertEquals("***", json.at("/delivery/" + field).asText(), field);
    }
    assertFalse(order.body().contains("Anna"));
    assertFalse(json.get("delivery").has("companyName"));
  }

  @Test
  void theCardsOfAnOrderHaveItsAnswer() {
    List<JsonNode> cards = viewer.all("/api/orders/B-1/cards?limit=1");

    assertEquals(List.of("T-001", "T-002"), texts(cards, "cardId"));
    assertTrue(cards.get(0).get("accepted").asBoolean());
    assertEquals("PRODUCED", cards.get(0).get("state").asText());
    assertEquals("BAD", cards.get(1).get("refusalCode").asText());
  }

  @Test
  void aTableHasTheWholeListAndRunsNoFormula() {
    HttpResponse<String> table = admin.get("/api/cards?state=ASSIGNED", CSV);

    assertEquals(200, table.statusCode());
    assertEquals(CSV, table.headers().firstValue("Content-Type").orElseThrow().split(";")[0]);
    assertEquals(
        "attachment; filename=\"cards.csv\"",
        table.headers().firstValue("Content-Disposition").orElseThrow());
    List<String> lines = table.body().lines().toList();
    assertEquals(61, lines.size());
    assertEquals(
        "cardId,version,state,since,overdue,layoutId,batchId,orderId,producerCardId,validUntil,holderId",
        lines.get(0));
    assertEquals(
        "T-004,7,ASSIGNED,2026-01-01T00:00:00Z,false,\"'=L,1\",,,,2097-01-01T00:00:00Z,***",
        lines.get(2));
    assertEquals(10, admin.get("/api/orders", CSV).body().lines().count());
    assertTrue(admin.get("/api/orders/B-1/cards", CSV).body().contains("BAD,'-x,ASSIGNED"));
  }

  /** More than a page: 121 lines of header and cards, read 500 at a time, after 1,000 more. */
  @Test
  void aTableHasAllPages() {
    run(
        """
        INSERT INTO card (id, version, state, since, assignments)
        SELECT 'U-' || i, 1, 'LOCKED', now(), 0 FROM generate_series(1, 1300) AS i
        """);

    List<String> lines = admin.get("/api/cards", CSV).body().lines().toList();

    assertEquals(1 + 120 + 1300, lines.size());
    assertEquals(lines.size(), lines.stream().distinct().count());
  }

  @Test
  void aTableIsForAdministratorsAndAudited() {
    for (String path : List.of("/api/cards", "/api/orders", "/api/orders/B-1/cards")) {
      assertEquals("403 forbidden", RoleClient.code(viewer.get(path, CSV)));
      assertEquals(
          "401 unauthenticated", RoleClient.code(new RoleClient(root, null).get(path, CSV)));
    }
    assertEquals("0", ask("SELECT count(*) FROM audit WHERE action = 'export-csv'"));

    admin.get("/api/cards?state=PRODUCED", CSV);

    assertEquals(
        "test caller cards state=PRODUCED DONE",
        ask(
            "SELECT actor || ' ' || reason || ' ' || outcome FROM audit"
                + " WHERE action = 'export-csv'"));
    assertEquals("404 unknown-order", RoleClient.code(admin.get("/api/orders/NONE/cards", CSV)));
    assertEquals("400 invalid-parameter", RoleClient.code(admin.get("/api/cards?state=x", CSV)));
  }

  @Test
  void withoutAPreferenceAListIsJson() {
    for (String accept : List.of("*/*", "application/json", "text/html, */*;q=0.1")) {
      assertEquals(
          "application/json",
          admin
              .get("/api/cards", accept)
              .headers()
              .firstValue("Content-Type")
              .orElseThrow()
              .split(";")[0],
          accept);
    }
    for (String path : List.of("/api/cards", "/api/orders", "/api/orders/B-1/cards")) {
      assertEquals("406 not-acceptable", RoleClient.code(admin.get(path, "image/png")));
    }
  }

  /** Paths of lists do not hide cards with similar ids. */
  @Test
  void aCardCanBeNamedLikeAPath() {
    run(
        """
        INSERT INTO card (id, version, state, since, assignments)
        VALUES ('export-1', 1, 'LOCKED', now(), 0), ('searching', 1, 'LOCKED', now(), 0)
        """);

    assertEquals(200, viewer.get("/api/cards/export-1").statusCode());
    assertEquals(200, viewer.get("/api/cards/searching").statusCode());
  }

  private static final String SEARCH = "/api/cards/search";

  private static List<String> texts(List<JsonNode> items, String field) {
    return items.stream().map(item -> item.get(field).asText()).toList();
  }

  private void run(String sql) {
    try (Connection connection = database.getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    } catch (SQLException failed) {
      throw new IllegalStateException(sql, failed);
    }
  }

  private String ask(String sql) {
    try (Connection connection = database.getConnection();
        Statement statement = connection.createStatement();
        ResultSet answer = statement.executeQuery(sql)) {
      return answer.next() ? answer.getString(1) : null;
    } catch (SQLException failed) {
      throw new IllegalStateException(sql, failed);
    }
  }
}
