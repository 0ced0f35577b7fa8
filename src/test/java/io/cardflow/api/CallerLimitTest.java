package io.cardflow.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cardflow.servers.ServersResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import java.net.URI;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Each caller may make a limited number of requests per second. */
@QuarkusTest
@QuarkusTestResource(ServersResource.class)
@WithTestResource(ApiTestResource.class)
@WithTestResource(CallerLimitTest.Slow.class)
class CallerLimitTest {

  private static final int REQUESTS = 200;

  @TestHTTPResource("/")
  URI url;

  @Test
  void aCallerWithTooManyRequestsIsAskedToWait() {
    String busy = Issuer.shared().token("busy", "viewer");
    List<HttpResponse<String>> responses = send("/api/probe", busy);

    HttpResponse<String> last = responses.get(REQUESTS - 1);
    assertEquals(200, responses.get(0).statusCode());
    assertEquals(429, last.statusCode());
    assertEquals("too-many-requests", ApiClient.json(last).path("code").asText());
    assertEquals("1", last.headers().firstValue("Retry-After").orElseThrow());

    String other = Issuer.shared().token("other", "viewer");
    assertEquals(200, new ApiClient(url).get("/api/probe", other).statusCode());
  }

  @Test
  void refusedAttemptsCount() {
    List<HttpResponse<String>> responses =
        send("/api/probe/admin", Issuer.shared().token("curious", "viewer"));
    assertEquals(403, responses.get(0).statusCode());
    assertEquals(429, responses.get(REQUESTS - 1).statusCode());
  }

  @Test
  void unknownCallersAreLimitedByTheirAddress() {
    List<HttpResponse<String>> responses = new ArrayList<>(send("/api/probe", "garbage"));
    responses.addAll(send("/none", null));
    assertTrue(responses.stream().anyMatch(response -> response.statusCode() == 429));
    assertEquals(429, responses.get(responses.size() - 1).statusCode());
    String known = Issuer.shared().token("known", "viewer");
    assertEquals(200, new ApiClient(url).get("/api/probe", known).statusCode());
  }

  private List<HttpResponse<String>> send(String path, String token) {
    List<HttpResponse<String>> responses = new ArrayList<>();
    for (int number = 0; number < REQUESTS; number++) {
      responses.add(new ApiClient(url).get(path, token));
    }
    return responses;
  }

  /** One request per second. */
  public static final class Slow implements QuarkusTestResourceLifecycleManager {

    @Override
    public Map<String, String> start() {
      return Map.of("cardflow.console.requests-per-second", "1");
    }

    @Override
    public int order() {
      return 1;
    }

    @Override
    public void stop() {
      // Nothing was started.
    }
  }
}
