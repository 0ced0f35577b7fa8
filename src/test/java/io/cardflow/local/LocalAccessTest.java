package io.cardflow.local;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.cardflow.api.ApiClient;
import io.cardflow.servers.ServersResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import java.net.URI;
import java.net.http.HttpResponse;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** On the local platform every caller on this machine has all roles. */
@QuarkusTest
@QuarkusTestResource(ServersResource.class)
@WithTestResource(LocalAccessTest.Here.class)
class LocalAccessTest {

  @TestHTTPResource("/")
  URI url;

  @ParameterizedTest
  @ValueSource(strings = {"/api/probe", "/api/probe/admin", "/api/probe/private"})
  void aCallerOnThisMachineHasAllRoles(String path) {
    assertEquals(200, new ApiClient(url).get(path, null).statusCode());
  }

  @Test
  void theCallerIsCalledLocal() {
    HttpResponse<String> response = new ApiClient(url).get("/api/probe", null);
    assertEquals("local", ApiClient.json(response).path("caller").asText());
    assertEquals(200, new ApiClient(url).post("/api/probe", null, "{\"text\":\"x\"}").statusCode());
  }

  @Test
  void aNameOfAnotherSiteThatLeadsHereDoesNotCount() throws Exception {
    assertEquals(401, status("evil.example:" + url.getPort()));
    assertEquals(200, status("localhost:" + url.getPort()));
  }

  private int status(String host) throws Exception {
    try (java.net.Socket socket = new java.net.Socket(url.getHost(), url.getPort())) {
      socket
          .getOutputStream()
          .write(
              "GET /api/probe HTTP/1.1\r\nHost: %s\r\nConnection: close\r\n\r\n"
                  .formatted(host)
                  .getBytes(java.nio.charset.StandardCharsets.US_ASCII));
      String answer = new String(socket.getInputStream().readAllBytes());
      return Integer.parseInt(answer.split(" ")[1]);
    }
  }

  /** The settings that the local platform makes. */
  public static final class Here implements QuarkusTestResourceLifecycleManager {

    @Override
    public Map<String, String> start() {
      return Map.of(
          "cardflow.local.enabled", "true",
          "cardflow.demo.cards", "0",
          "cardflow.console.enabled", "true",
          "quarkus.oidc.tenant-enabled", "false");
    }

    @Override
    public void stop() {
      // Nothing was started.
    }
  }
}
