package io.cardflow.security;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cardflow.security.SecuredWorker.Form;
import java.util.HashMap;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * A worker that a server rejects, or that does not trust the server, reports this without a secret.
 */
class RefusedWorkerIT {

  private static final String SECRET = "S3cret";

  private final SecuredServers servers = SecuredServers.shared();

  @Test
  void aPasswordThatKafkaDoesNotAcceptYet() {
    String next = "next-" + SECRET;
    Map<String, String> settings = postgresql();
    settings.putAll(
        Deployment.kafka(
            SecuredClients.scram(
                servers.scramBootstrap(), servers.authority(), Users.WORKER, next)));
    try (SecuredWorker worker = new SecuredWorker("password", Form.VARIABLE, settings)) {
      assertWaits(worker, "kafka.sasl.jaas.config");
      servers.password(Users.WORKER, next);
      worker.awaitReady();
    } finally {
      servers.password(Users.WORKER, SecuredServers.password(Users.WORKER));
    }
  }

  @Test
  @Tag("faults")
  void aBrokerThatItDoesNotTrust() {
    Map<String, String> settings = postgresql();
    settings.putAll(
        Deployment.kafka(
            SecuredClients.scram(
                servers.scramBootstrap(),
                servers.stranger(),
                Users.WORKER,
                SecuredServers.password(Users.WORKER))));
    try (SecuredWorker worker = new SecuredWorker("broker", Form.VARIABLE, settings)) {
      assertWaits(worker, "kafka.ssl.truststore", "PKIX path validation failed");
    }
  }

  @Test
  @Tag("faults")
  void aDatabaseThatItDoesNotTrustBeforeTheMigration() {
    assertEnds(
        Deployment.postgresql(servers, SecuredServers.HOST, servers.stranger()),
        "PKIX path validation failed");
  }

  @Test
  void aDatabaseUnderAnotherNameBeforeTheMigration() {
    assertEnds(
        Deployment.postgresql(servers, SecuredServers.ANOTHER_HOST, servers.authority()),
        "The hostname 127.0.0.1 could not be verified");
  }

  @Test
  @Tag("faults")
  void aDatabaseThatRefusesThePasswordBeforeTheMigration() {
    Map<String, String> settings = postgresql();
    settings.put("quarkus.datasource.password", "wrong-" + SECRET);
    assertEnds(settings, "password authentication failed for user \"cardflow\"");
  }

  @Test
  @Tag("faults")
  void aDatabaseThatItDoesNotTrustAfterTheMigration() {
    assertWaitsForDatabase(
        Deployment.postgresql(servers, SecuredServers.HOST, servers.stranger()),
        "quarkus.datasource.reactive.trust-certificate-pem.certs");
  }

  @Test
  void aDatabaseUnderAnotherNameAfterTheMigration() {
    assertWaitsForDatabase(
        Deployment.postgresql(servers, SecuredServers.ANOTHER_HOST, servers.authority()),
        "quarkus.datasource.reactive.url");
  }

  @Test
  @Tag("faults")
  void aDatabaseThatRefusesThePasswordAfterTheMigration() {
    Map<String, String> settings = postgresql();
    settings.put("quarkus.datasource.password", "wrong-" + SECRET);
    assertWaitsForDatabase(settings, "password authentication failed for user \"cardflow\"");
  }

  private Map<String, String> postgresql() {
    return Deployment.postgresql(servers, SecuredServers.HOST, servers.authority());
  }

  private void assertWaitsForDatabase(Map<String, String> postgresql, String... texts) {
    Map<String, String> settings = new HashMap<>(postgresql);
    settings.put("quarkus.flyway.migrate-at-start", "false");
    settings.putAll(Deployment.kafka(servers.scram(Users.WORKER)));
    try (SecuredWorker worker = new SecuredWorker("database", Form.VARIABLE, settings)) {
      assertWaits(worker, texts);
    }
  }

  /** The worker stays alive, is not ready, and reports the fault and the setting to check. */
  private static void assertWaits(SecuredWorker worker, String... texts) {
    worker.awaitReadiness(503);
    for (String text : texts) {
      Awaitility.await("the log contains " + text).until(() -> worker.logged("inbox fault", text));
    }
    assertEquals(503, worker.status("ready"));
    assertEquals(200, worker.status("live"));
    assertFalse(worker.health("ready").contains(SECRET), worker.health("ready"));
    assertFalse(worker.log().contains(SECRET), "a secret is in the log");
  }

  /** Without the schema, the worker cannot start. */
  private void assertEnds(Map<String, String> postgresql, String text) {
    Map<String, String> settings = new HashMap<>(postgresql);
    settings.putAll(Deployment.kafka(servers.scram(Users.WORKER)));
    settings.put("quarkus.flyway.connect-retries", "0");
    try (SecuredWorker worker = new SecuredWorker("migration", Form.VARIABLE, settings)) {
      assertNotEquals(0, worker.awaitEnd());
      assertTrue(worker.log().contains(text), worker.log());
      assertFalse(worker.log().contains(SECRET), "a secret is in the log");
    }
  }
}
