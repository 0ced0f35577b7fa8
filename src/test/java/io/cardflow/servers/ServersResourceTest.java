package io.cardflow.servers;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** The whole worker in the test's own process. */
@QuarkusTest
@QuarkusTestResource(ServersResource.class)
class ServersResourceTest {

  @TestHTTPResource(value = "/health/ready", management = true)
  URI ready;

  @Test
  void theWorkerBecomesReadyOnTheServersItIsGiven() {
    HttpClient client = HttpClient.newHttpClient();
    HttpRequest request = HttpRequest.newBuilder(ready).timeout(Duration.ofSeconds(5)).build();
    Awaitility.await()
        .atMost(Duration.ofSeconds(60))
        .ignoreExceptions()
        .untilAsserted(
            () ->
                assertEquals(
                    200,
                    client.send(request, HttpResponse.BodyHandlers.discarding()).statusCode()));
  }
}
