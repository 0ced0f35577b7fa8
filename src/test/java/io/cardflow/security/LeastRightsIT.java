package io.cardflow.security;

import static io.cardflow.security.SecuredServers.TOPICS;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Collection;
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
        .filter(right -> !isForTheCheck(right) && !isForErasures(right))
        .toList();
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
}
