package io.cardflow.security;

import static io.cardflow.security.SecuredServers.TOPICS;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cardflow.api.ChangesTestClient;
import io.cardflow.api.Issuer;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclOperation;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The worker, a publisher, a subscriber and the bureau's bridge work with a user name, a password
 * and the permissions of their manifests, and the worker needs each of its permissions.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class LeastRightsIT {

  private static final HttpClient HTTP = HttpClient.newHttpClient();

  private final SecuredServers servers = SecuredServers.shared();
  private SecuredRun life;
  private SecuredWorker worker;
  private int cards;

  @BeforeAll
  void start() {
    life = new SecuredRun(servers);
    worker =
        new SecuredWorker(
            "scram",
            SecuredWorker.Form.VARIABLE,
            life.settings(servers, servers.scram(Users.WORKER)));
    worker.awaitReady();
  }

  @AfterAll
  void stop() {
    worker.close();
    life.close();
  }

  /** The permissions that it requires for cards; describing configurations is optional. */
  Collection<AclBinding> rights() {
    return servers.user(Users.WORKER).rights().stream()
        .filter(right -> !isForTheCheck(right) && !isForErasures(right) && !isForTheApi(right))
        .toList();
  }

  /** The permissions that only the API requires. */
  Collection<AclBinding> rightsForTheApi() {
    return servers.user(Users.WORKER).rights().stream().filter(LeastRightsIT::isForTheApi).toList();
  }

  /** The worker itself only writes these topics. */
  private static boolean isForTheApi(AclBinding right) {
    String name = right.pattern().name();
    return name.startsWith(SecuredServers.GROUP + "-changes-")
        || right.entry().operation() == AclOperation.READ
            && Set.of(TOPICS.events(), TOPICS.rejections(), TOPICS.deadLetters()).contains(name);
  }

  /** The permissions that only erasures require. */
  Collection<AclBinding> rightsForErasures() {
    return servers.user(Users.WORKER).rights().stream()
        .filter(right -> !isForTheCheck(right) && isForErasures(right))
        .toList();
  }

  private static boolean isForErasures(AclBinding right) {
    return Set.of(TOPICS.privacy(), TOPICS.audit(), SecuredServers.GROUP + "-privacy")
        .contains(right.pattern().name());
  }

  private static boolean isForTheCheck(AclBinding right) {
    return right.entry().operation() == AclOperation.DESCRIBE_CONFIGS;
  }

  @Test
  void aCardCompletesItsLifeCycleWithThePermissionsOfTheManifests() {
    life.completeLifeCycle("L-scram");
    assertEquals(200, worker.status("ready"), worker.health("ready"));
  }

  @Test
  void theManifestsPermitTheCheckOfTheTopics() {
    assertFalse(worker.logged("topic settings", "could not be checked"), "see its log");
  }

  @Test
  void withoutDescribeConfigsTheWorkerRunsAndLogsThatItCouldNotCheck() {
    Collection<AclBinding> rights =
        servers.user(Users.WORKER).rights().stream().filter(LeastRightsIT::isForTheCheck).toList();
    assertEquals(7, rights.size());
    rights.forEach(servers::deny);
    try (SecuredWorker other =
        new SecuredWorker(
            "unchecked",
            SecuredWorker.Form.VARIABLE,
            life.settings(servers, servers.scram(Users.WORKER)))) {
      other.awaitReady();
      assertTrue(other.logged("topic settings", TOPICS.events() + " could not be checked"));
    } finally {
      servers.allow(rights);
    }
  }

  @ParameterizedTest
  @MethodSource("rights")
  void aRevokedPermissionStopsTheWorkerUntilItIsGrantedAgain(AclBinding right) {
    String card = "R-" + cards++;
    servers.deny(right);
    try {
      life.sendAllKinds(card);
      String why =
          switch (right.pattern().resourceType()) {
            case TOPIC, GROUP -> right.pattern().name();
            case TRANSACTIONAL_ID -> "Transactional Id authorization failed";
            default -> throw new IllegalStateException("unknown kind: " + right);
          };
      worker.awaitReadiness(503);
      Awaitility.await("readiness names " + why).until(() -> worker.health("ready").contains(why));
      assertEquals(200, worker.status("live"));
    } finally {
      servers.allow(Set.of(right));
    }
    worker.awaitReady();
    life.awaitAllKinds(card);
  }

  @ParameterizedTest
  @MethodSource("rightsForErasures")
  void withoutAPermissionForErasuresOnlyTheyWait(AclBinding right) {
    String card = "E-" + cards++;
    servers.deny(right);
    try {
      life.requestErasure(card);
      life.sendAllKinds(card);
      life.awaitAllKinds(card);
      assertEquals(200, worker.status("ready"));
    } finally {
      servers.allow(Set.of(right));
    }
    life.awaitErasure(card);
  }

  @Test
  void theApiReadsRecordsWithThePermissionsOfTheManifests() throws Exception {
    Issuer issuer = Issuer.shared();
    Map<String, String> settings =
        new HashMap<>(life.settings(servers, servers.scram(Users.WORKER)));
    settings.putAll(issuer.settings());
    // A name with a dash cannot be a variable.
    settings.keySet().removeIf(name -> name.contains("roles-mapping"));
    try (SecuredWorker api = new SecuredWorker("api", SecuredWorker.Form.VARIABLE, settings)) {
      api.awaitReady();
      try (ChangesTestClient stream = new ChangesTestClient(HTTP, get(api, "/api/changes"))) {
        Awaitility.await("the stream begins").until(() -> !stream.events().isEmpty());
        life.sendAllKinds("API-1");
        Awaitility.await("an event").until(() -> stream.events().toString().contains("\"API-1\""));
      }
      assertEquals(200, status(api, "/api/rejections"));
      assertEquals(200, status(api, "/api/dead-letters"));
      for (AclBinding right : rightsForTheApi()) {
        servers.deny(right);
        try {
          if (right.pattern().name().equals(TOPICS.rejections())) {
            assertEquals(503, status(api, "/api/rejections"));
          } else if (right.pattern().name().equals(TOPICS.deadLetters())) {
            assertEquals(503, status(api, "/api/dead-letters"));
          }
          assertEquals(200, api.status("ready"), "the inbox goes on");
        } finally {
          servers.allow(Set.of(right));
        }
      }
    }
  }

  private static int status(SecuredWorker api, String path) throws Exception {
    return HTTP.send(get(api, path), BodyHandlers.discarding()).statusCode();
  }

  private static HttpRequest get(SecuredWorker api, String path) {
    return HttpRequest.newBuilder(api.url(path))
        .header("Authorization", "Bearer " + Issuer.shared().token("reader", "viewer"))
        .build();
  }
}
