package io.cardflow.push;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.cardflow.servers.ServersResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.Test;

/** With mutual TLS, a push needs a certificate that the server trusts, with a configured name. */
@QuarkusTest
@QuarkusTestResource(ServersResource.class)
@QuarkusTestResource(value = MutualTlsPushTest.Keys.class, restrictToAnnotatedClass = true)
class MutualTlsPushTest {

  private static final String EVENT = Pusher.event("INVITATION_SENT", "{}");

  private static ClientKeys keys;

  @TestHTTPResource("/")
  URI plain;

  @TestHTTPResource(value = "/", tls = true)
  URI base;

  /** A server that trusts the bureau, its other system, and another client. */
  public static final class Keys implements QuarkusTestResourceLifecycleManager {

    @Override
    public Map<String, String> start() {
      try {
        keys = new ClientKeys(Files.createTempDirectory(Path.of("target"), "push-keys-"));
      } catch (IOException failed) {
        throw new UncheckedIOException(failed);
      }
      List.of("server", "bureau", "bureau-2", "other", "stranger").forEach(keys::pair);
      List.of("bureau", "bureau-2", "other").forEach(who -> keys.trust("server", who));
      keys.trust("client", "server");
      Map<String, String> settings = new HashMap<>();
      settings.put("cardflow.gocards.push.enabled", "true");
      settings.put("cardflow.gocards.push.auth", "mtls");
      settings.put("cardflow.gocards.push.clients", "bureau,urn:bureau-2");
      settings.put("quarkus.http.tls-configuration-name", "front");
      settings.put("quarkus.http.insecure-requests", "enabled");
      settings.put("quarkus.http.test-ssl-port", "0");
      settings.put("quarkus.tls.front.key-store.p12.path", keys.store("server").toString());
      settings.put("quarkus.tls.front.key-store.p12.password", ClientKeys.PASSWORD);
      settings.put("quarkus.tls.front.trust-store.p12.path", keys.trusted("server").toString());
      settings.put("quarkus.tls.front.trust-store.p12.password", ClientKeys.PASSWORD);
      return settings;
    }

    @Override
    public void stop() {
      // The keys are in the build directory and are not secret.
    }
  }

  @Test
  void aConfiguredNameOfATrustedCertificateIsAccepted() throws Exception {
    assertEquals(202, push(keys.client("bureau")), "by its common name");
    assertEquals(202, push(keys.client("bureau-2")), "by an alternative name");
  }

  @Test
  void anotherNameAndNoCertificateAreRejected() throws Exception {
    assertEquals(401, push(keys.client("other")));
    assertEquals(401, push(keys.client()));
  }

  @Test
  void aCertificateThatIsNotTrustedGetsNoConnection() throws Exception {
    SSLContext stranger = keys.client("stranger");

    // A client without a trusted certificate may leave it out; then it has none.
    try {
      assertEquals(401, push(stranger));
    } catch (UncheckedIOException refused) {
      assertThrows(UncheckedIOException.class, () -> push(stranger));
    }
  }

  @Test
  void withoutTlsEverythingIsRejected() {
    Pusher bureau = new Pusher(plain);

    assertEquals(401, bureau.send(bureau.request(EVENT)).statusCode());
    assertEquals(401, bureau.push(EVENT));
  }

  private int push(SSLContext tls) {
    Pusher bureau = new Pusher(base, tls);
    return bureau.send(bureau.request(EVENT)).statusCode();
  }
}
