package io.cardflow.api;

import static org.junit.jupiter.api.Assertions.assertEquals;

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
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** An operator resolves an order in doubt over HTTP, and loads the bureau's ids of its cards. */
@QuarkusTest
@QuarkusTestResource(ServersResource.class)
@WithTestResource(ApiTestResource.class)
class ResolveTest {

  private static final String RESOLVE = "/api/orders/B-DOUBT/resolve";
  private static final String LOAD = "/api/orders/B-CLOSED/card-ids";

  @TestHTTPResource("/")
  URI root;

  @Inject AgroalDataSource database;

  private RoleClient operator;

  @BeforeEach
  void fill() {
    operator = new RoleClient(root, "operator");
    run(
        """
        TRUNCATE order_batch, order_card, order_step, bureau_card, audit;
        INSERT INTO order_batch (id, status, layout_id, delivery, cards, collected_at)
        VALUES ('B-DOUBT', 'UNKNOWN', 'L1', '{}', 1, now());
        INSERT INTO order_batch (id, status, layout_id, delivery, cards, collected_at, order_id,
          answered_at, error)
        VALUES ('B-CLOSED', 'CLOSED', 'L1', '{}', 2, now(), 'OD-1', now(), 'CARD_NOT_MAPPED');
        INSERT INTO order_card (card_id, batch_id, accepted)
        VALUES ('D-1', 'B-DOUBT', NULL), ('T-1', 'B-CLOSED', true), ('T-2', 'B-CLOSED', true)
        """);
  }

  @Test
  void anOrderThatTheBureauHasIsTakenOver() {
    assertEquals(
        202, resolve("{\"outcome\":\"taken\",\"orderId\":\"OD-7\",\"reason\":\"in the portal\"}"));

    assertEquals(
        "SUBMITTED OD-7",
        ask("SELECT status || ' ' || order_id FROM order_batch" + " WHERE id = 'B-DOUBT'"));
    assertEquals(
        "resolve-order-taken B-DOUBT in the portal ACCEPTED",
        ask("SELECT concat_ws(' ', action, subject, reason, outcome) FROM audit"));
  }

  @Test
  void anOrderThatTheBureauDoesNotHaveIsCollectedAgain() {
    assertEquals(202, resolve("{\"outcome\":\"not-taken\",\"reason\":\"not in the portal\"}"));

    assertEquals("COLLECTED", ask("SELECT status FROM order_batch WHERE id = 'B-DOUBT'"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{}|400 invalid-body",
        "{\"outcome\":\"perhaps\",\"reason\":\"r\"}|400 invalid-body",
        "{\"outcome\":\"taken\",\"reason\":\"r\"}|400 invalid-body",
        "{\"outcome\":\"taken\",\"orderId\":\" \",\"reason\":\"r\"}|400 invalid-body",
        "{\"outcome\":\"not-taken\",\"orderId\":\"OD-1\",\"reason\":\"r\"}|400 invalid-body",
        "{\"outcome\":\"not-taken\"}|400 invalid-body",
        "{\"outcome\":\"taken\",\"orderId\":\"OD-1\",\"reason\":\"r\"}|409 conflict",
      })
  void whatIsNotValidResolvesNothing(String body, String problem) {
    assertEquals(problem, RoleClient.code(operator.post(RESOLVE, body)));
    assertEquals("UNKNOWN", ask("SELECT status FROM order_batch WHERE id = 'B-DOUBT'"));
  }

  @Test
  void anOrderThatIsNotInDoubtIsNotResolved() {
    String body = "{\"outcome\":\"not-taken\",\"reason\":\"r\"}";

    assertEquals(
        "409 conflict", RoleClient.code(operator.post("/api/orders/B-CLOSED/resolve", body)));
    assertEquals(
        "404 unknown-order", RoleClient.code(operator.post("/api/orders/NONE/resolve", body)));
  }

  @Test
  void pairsAreLoaded() {
    assertEquals(202, load("cardId,producerCardId\r\nT-1,CA-1\n\n T-2 ; CA-2 \n").statusCode());

    assertEquals(
        "CA-1 CA-2",
        ask(
            "SELECT string_agg(producer_card_id, ' ' ORDER BY card_id) FROM order_card"
                + " WHERE due_at <= now()"));
    assertEquals("t", ask("SELECT error IS NULL FROM order_batch WHERE id = 'B-CLOSED'"));
    assertEquals(202, load("T-1,CA-1").statusCode());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "''|400 invalid-body",
        "cardId,producerCardId|400 invalid-body",
        "T-1|400 invalid-body",
        "T-1,|400 invalid-body",
        "T-1,CA-1,x|400 invalid-body",
        "T-1,CA-1\\nT-1,CA-2|400 invalid-body",
        "T-1,CA-1\\nT-2,CA-1|400 invalid-body",
        "?,CA-1|400 invalid-body",
        "T-1,CA-1\\nT-9,CA-9|409 conflict",
        "T-1,CA-1\\nD-1,CA-9|409 conflict",
      })
  void ofPairsThatDoNotFitNoneIsLoaded(String csv, String problem) {
    assertEquals(problem, RoleClient.code(load(csv.replace("\\n", "\n"))));
    assertEquals("0", ask("SELECT count(producer_card_id) FROM order_card"));
  }

  private int resolve(String body) {
    return operator.post(RESOLVE, body).statusCode();
  }

  private HttpResponse<String> load(String csv) {
    return operator.postCsv(LOAD, csv);
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
      answer.next();
      return answer.getString(1);
    } catch (SQLException failed) {
      throw new IllegalStateException(sql, failed);
    }
  }
}
