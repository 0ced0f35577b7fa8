package io.cardflow.security;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Collection;
import java.util.Set;
import org.apache.kafka.common.acl.AclBinding;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The worker, a publisher, a subscriber and the bureau's bridge do their work by name and password
 * with the rights of their manifests, and the worker has no right that it could do without.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class LeastRightsIT {

  private final SecuredServers servers = SecuredServers.shared();
  private Life life;
  private SecuredWorker worker;
  private int cards;

  @BeforeAll
  void start() {
    life = new Life(servers);
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

  Collection<AclBinding> rights() {
    return servers.user(Users.WORKER).rights();
  }

  @Test
  void aCardTravelsWithTheRightsOfTheManifests() {
    life.travel("L-scram");
    assertEquals(200, worker.status("ready"), worker.health("ready"));
  }

  @ParameterizedTest
  @MethodSource("rights")
  void withoutItTheWorkerStopsAndSaysWhyAndWithItGoesOn(AclBinding right) {
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
}
