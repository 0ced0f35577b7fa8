package io.cardflow.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.agroal.api.AgroalDataSource;
import io.cardflow.ops.Metric;
import io.cardflow.servers.ServersResource;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.net.URI;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** What an authenticated caller may not do is stored; what an unknown one may not is counted. */
@QuarkusTest
@QuarkusTestResource(ServersResource.class)
@WithTestResource(ApiTestResource.class)
class RefusalsTest {

  private final String caller = "caller-" + UUID.randomUUID();

  @TestHTTPResource("/")
  URI url;

  @Inject AgroalDataSource database;
  @Inject MeterRegistry registry;

  @Test
  void aRefusedAttemptIsStoredWithItsCard() throws SQLException {
    assertEquals(403, get("/api/cards/T-1/probe", Issuer.shared().token(caller, "viewer")));

    assertEquals(
        List.of("GET /api/cards/{id}/probe", "T-1", "REFUSED", "forbidden"), stored().get(0));
  }

  @Test
  void aRefusedAttemptThatIsNotAboutACardIsStoredUnderTheApi() throws SQLException {
    String token = Issuer.shared().token(caller, "viewer");
    assertEquals(403, get("/api/probe/admin", token));
    assertEquals(403, get("/api/cards/%20x/probe", token));

    assertEquals(
        List.of(
            List.of("GET /api/probe/admin", "api", "REFUSED", "forbidden"),
            List.of("GET /api/cards/{id}/probe", "api", "REFUSED", "forbidden")),
        stored());
  }

  @Test
  void aRefusedAttemptIsPublished() {
    assertEquals(403, get("/api/probe/admin", Issuer.shared().token(caller, "viewer")));

    Awaitility.await("published")
        .atMost(Duration.ofSeconds(30))
        .until(
            () ->
                rows("SELECT id FROM audit WHERE actor = ? AND published_at IS NOT NULL").size()
                    == 1);
  }

  @Test
  void anUnknownCallerIsCountedAndNotStored() throws SQLException {
    double before = counted(ProblemCode.UNAUTHENTICATED);
    int rows = all();
    assertEquals(401, get("/api/probe/admin", null));
    assertEquals(
        401, get("/api/probe/admin", Issuer.shared().claims(caller).at("exp", -60).signed()));

    assertEquals(before + 2, counted(ProblemCode.UNAUTHENTICATED));
    assertEquals(rows, all());
    assertTrue(stored().isEmpty());
  }

  @Test
  void aRefusedAttemptIsCounted() {
    double before = counted(ProblemCode.FORBIDDEN);
    get("/api/probe/private", Issuer.shared().token(caller, "admin"));
    assertEquals(before + 1, counted(ProblemCode.FORBIDDEN));
  }

  private int get(String path, String token) {
    return new ApiClient(url).get(path, token).statusCode();
  }

  private double counted(ProblemCode code) {
    Counter counter = registry.find(Metric.API_REJECTIONS.id()).tag("code", code.id()).counter();
    return counter == null ? 0 : counter.count();
  }

  private List<List<String>> stored() throws SQLException {
    return rows("SELECT action, subject, outcome, code FROM audit WHERE actor = ? ORDER BY at");
  }

  private int all() throws SQLException {
    return rows("SELECT id FROM audit WHERE actor IS DISTINCT FROM ?").size();
  }

  private List<List<String>> rows(String sql) throws SQLException {
    try (Connection connection = database.getConnection();
        PreparedStatement statement = connection.prepareStatement(sql)) {
      statement.setString(1, caller);
      List<List<String>> rows = new ArrayList<>();
      try (ResultSet found = statement.executeQuery()) {
        while (found.next()) {
          List<String> row = new ArrayList<>();
          for (int column = 1; column <= found.getMetaData().getColumnCount(); column++) {
            row.add(found.getString(column));
          }
          rows.add(row);
        }
      }
      return rows;
    }
  }
}
