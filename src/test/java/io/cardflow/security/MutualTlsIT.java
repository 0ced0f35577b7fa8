package io.cardflow.security;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.cardflow.security.SecuredWorker.Form;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The worker does its work with a certificate for Kafka, with the same permissions. */
class MutualTlsIT {

  private final SecuredServers servers = SecuredServers.shared();

  @Test
  void aCardCompletesItsLifeCycleWithAPemCertificateInVariables() {
    completeLifeCycle(
        "pem",
        Form.VARIABLE,
        SecuredClients.mutualPem(
            servers.mutualBootstrap(), servers.authority(), servers.certificate(Users.WORKER)));
  }

  @Test
  @Tag("faults")
  void aCardCompletesItsLifeCycleWithACertificateInStoresByProperties() {
    completeLifeCycle(
        "pkcs12",
        Form.PROPERTY,
        SecuredClients.mutualStores(
            servers.mutualBootstrap(), servers.authority(), servers.certificate(Users.WORKER)));
  }

  private void completeLifeCycle(String name, Form form, Map<String, String> kafka) {
    try (SecuredRun life = new SecuredRun(servers);
        SecuredWorker worker = new SecuredWorker(name, form, life.settings(servers, kafka))) {
      worker.awaitReady();
      life.completeLifeCycle("L-" + name);
      assertEquals(200, worker.status("ready"), worker.health("ready"));
    }
  }
}
