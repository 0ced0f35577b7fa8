package io.cardflow.security;

import static io.cardflow.security.SecuredServers.TOPICS;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cardflow.api.ApiClient;
import io.cardflow.api.Issuer;
import io.cardflow.api.Route;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.resource.ResourceType;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/**
 * The API as a process of its own works with the permissions of its manifests: a Kafka user that is
 * in no group of the worker, and a database role that cannot write the worker's tables.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ApiLeastRightsIT {

  private static final String CARD = "A-api";

  private final SecuredServers servers = SecuredServers.shared();
  private final String token =
      Issuer.shared().token("ann", "viewer", "operator", "privacy", "admin");
  private SecuredRun life;
  private SecuredWorker worker;
  private SecuredWorker api;

  @BeforeAll
  void start() {
    life = new SecuredRun(servers);
    worker =
        new SecuredWorker(
            "beside-api",
            SecuredWorker.Form.VARIABLE,
            life.settings(servers, servers.scram(Users.WORKER)));
    worker.awaitReady();
    life.completeLifeCycle(CARD);
    ApiRole.create(servers);
    api = new SecuredWorker("api", SecuredWorker.Form.PROPERTY, settings());
    api.awaitReady();
  }

  @AfterAll
  void stop() {
    api.close();
    worker.close();
    life.close();
  }

  private Map<String, String> settings() {
    Map<String, String> settings = new HashMap<>(ApiRole.settings(servers));
    settings.putAll(Deployment.kafka(servers.scram(Users.API)));
    settings.putAll(Issuer.shared().settings());
    settings.put("cardflow.inbox.enabled", "false");
    settings.put("quarkus.flyway.migrate-at-start", "false");
    settings.put("quarkus.flyway.validate-at-start", "true");
    return settings;
  }

  @Test
  void everyRouteWorks() {
    ApiClient client = new ApiClient(api.url());
    List<Route> routes = routes(client);
    Map<String, Integer> failed = new TreeMap<>();
    for (Route route : routes) {
      int status = client.status(route.request(client, token));
      if (status >= 500 || status == 401 || status == 403) {
        failed.put(route.name(), status);
      }
    }
    assertEquals(Map.of(), failed, "see its log");
    assertFalse(api.logged("permission denied", ""), "see its log");
    assertFalse(api.logged("uthorizationException", ""), "see its log");
  }

  private static List<Route> routes(ApiClient client) {
    return Route.of(
        ApiClient.json(client.get("/q/openapi?format=json", null)),
        Map.of("id", CARD, "topic", TOPICS.commands()));
  }

  @Test
  void itRunsNoJobOfTheWorkerAndIsReady() {
    String metrics = api.metrics();
    assertTrue(metrics.contains("cardflow_job_last_success_seconds{job=\"audit\"}"), metrics);
    for (String foreign :
        List.of("job=\"expiry\"", "cardflow_cards{", "cardflow_lag_records", "cardflow_halted")) {
      assertFalse(metrics.contains(foreign), foreign);
    }
    assertEquals(200, api.status("ready"), api.health("ready"));
    assertEquals(200, api.status("live"));
    assertTrue(api.health("ready").contains("cardflow.inbox.enabled is false"));
  }

  @Test
  void aRefusedAttemptIsStoredAndPublished() {
    ApiClient client = new ApiClient(api.url());
    String viewer = Issuer.shared().token("eve", "viewer");
    Set<Integer> statuses = new TreeSet<>();
    for (Route route : routes(client)) {
      statuses.add(client.status(route.request(client, viewer)));
    }
    if (statuses.contains(403)) {
      life.awaitAudit("api", entry -> entry.path("actor").asText().equals("eve"));
    }
  }

  @Test
  void itsRoleWritesOnlyWhatPeopleDo() throws SQLException {
    Map<String, Set<String>> writable = new TreeMap<>();
    try (Connection connection = ApiRole.connect(servers);
        Statement statement = connection.createStatement();
        ResultSet rights =
            statement.executeQuery(
                """
                SELECT table_name, privilege_type FROM information_schema.column_privileges
                WHERE grantee = 'cardflow_api' AND privilege_type <> 'SELECT'
                UNION SELECT table_name, privilege_type FROM information_schema.table_privileges
                WHERE grantee = 'cardflow_api' AND privilege_type <> 'SELECT'
                """)) {
      while (rights.next()) {
        writable
            .computeIfAbsent(rights.getString(1), table -> new TreeSet<>())
            .add(rights.getString(2));
      }
    }
    Set<String> write = Set.of("INSERT", "UPDATE");
    assertEquals(
        Map.ofEntries(
            Map.entry("audit", write),
            Map.entry("put_back", Set.of("DELETE", "INSERT", "UPDATE")),
            Map.entry("action", write),
            Map.entry("action_item", write),
            Map.entry("ordering_closure", Set.of("INSERT", "DELETE")),
            Map.entry("order_batch", Set.of("UPDATE")),
            Map.entry("order_card", Set.of("UPDATE")),
            Map.entry("order_step", Set.of("INSERT")),
            Map.entry("bureau_card", Set.of("DELETE", "UPDATE")),
            Map.entry("pushed_event", write)),
        writable);
  }

  @Test
  void itsRoleCannotChangeACardAnOrderOrItsOwnTraces() throws SQLException {
    try (Connection connection = ApiRole.connect(servers);
        Statement statement = connection.createStatement()) {
      for (String sql :
          List.of(
              "UPDATE card SET state = 'LOCKED'",
              "DELETE FROM card_assignment",
              "UPDATE order_batch SET delivery = '{}'",
              "UPDATE order_card SET batch_id = 'x'",
              "DELETE FROM order_card",
              "UPDATE progress SET next_offset = 0",
              "DELETE FROM audit",
              "UPDATE audit SET actor = 'x'",
              "CREATE TABLE mine (id int)",
              "TRUNCATE journal_unit")) {
        SQLException refused = assertThrows(SQLException.class, () -> statement.execute(sql), sql);
        assertEquals("42501", refused.getSQLState(), sql);
      }
    }
  }

  @Test
  void itsUserIsInNoGroupOfTheWorkerAndReadsNoInboundTopic() {
    for (AclBinding right : servers.user(Users.API).rights()) {
      String name = right.pattern().name();
      ResourceType type = right.pattern().resourceType();
      assertTrue(type == ResourceType.TOPIC || type == ResourceType.GROUP, right.toString());
      if (type == ResourceType.GROUP) {
        assertEquals(SecuredServers.GROUP + "-changes-", name);
      }
      if (right.entry().operation() == AclOperation.READ && type == ResourceType.TOPIC) {
        assertTrue(
            Set.of(TOPICS.events(), TOPICS.rejections(), TOPICS.deadLetters()).contains(name),
            name);
      }
    }
  }
}
