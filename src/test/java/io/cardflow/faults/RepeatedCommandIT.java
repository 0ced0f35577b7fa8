package io.cardflow.faults;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.fasterxml.jackson.databind.JsonNode;
import io.cardflow.api.ApiClient;
import io.cardflow.api.Issuer;
import io.cardflow.servers.Servers;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/**
 * A caller repeats a command under its key because the process that serves the API was killed after
 * Kafka had taken the command, or because the outcome did not come in time: the command has one
 * effect, and each call gets the same outcome.
 */
class RepeatedCommandIT {

  private static final String CARD = "T-1";
  private static final String PATH = "/api/cards/" + CARD + "/commands";
  private static final String COMMAND =
      """
      {"type":"request-card","data":{"layoutId":"visitor","queue":false,"delivery":{\
      "recipient":"Desk","addressOne":"Main Street 1","postalCode":"12345","city":"Stockholm",\
      "countryCode":"SE"}}}""";

  private final String token = Issuer.shared().token("caller", "operator", "viewer");

  @Test
  void aCommandRepeatedAfterAKillAndAfterATimeOutHasOneEffect() throws Exception {
    try (FaultRun run = new FaultRun(Servers.shared())) {
      Issuer.shared().settings().forEach(run::with);
      run.with("cardflow.inbox.enabled", "false");
      WorkerProcess api = run.worker().awaitReady();

      CompletableFuture<HttpResponse<String>> first =
          CompletableFuture.supplyAsync(() -> post(api, 30));
      Awaitility.await("Kafka has the command")
          .atMost(Duration.ofSeconds(30))
          .until(() -> published(run) == 1);
      api.kill();
      assertThrows(ExecutionException.class, first::get, "the answer is lost");

      api.start().awaitReady();
      HttpResponse<String> late = post(api, 1);
      assertEquals(202, late.statusCode(), "no inbox runs");

      run.with("cardflow.inbox.enabled", "true");
      run.worker().awaitReady();
      HttpResponse<String> again = post(api, 30);
      assertEquals(200, again.statusCode());
      run.awaitAllDone();

      assertEquals(3, published(run));
      assertDuplicate(ApiClient.json(again));
      String address = late.headers().firstValue("Location").orElseThrow();
      assertDuplicate(ApiClient.json(new ApiClient(api.url()).get(address, token)));
      assertEquals(1, run.count("SELECT version FROM card WHERE id = '" + CARD + "'"));
      assertEquals(1, run.history().events().size());
    }
  }

  /** The outcome of a repeat has that of the first. */
  private static void assertDuplicate(JsonNode outcome) {
    assertEquals("DUPLICATE", outcome.path("outcome").asText(), outcome.toString());
    assertEquals("APPLIED", outcome.at("/first/outcome").asText());
    assertEquals(1, outcome.at("/first/version").asInt());
  }

  private static long published(FaultRun run) {
    return new GroupInspector(run).commands();
  }

  private HttpResponse<String> post(WorkerProcess api, int wait) {
    ApiClient client = new ApiClient(api.url());
    return client.send(
        client
            .request(PATH, token)
            .timeout(Duration.ofSeconds(60))
            .header("Content-Type", "application/json")
            .header("Idempotency-Key", "key-1")
            .header("Prefer", "wait=" + wait)
            .POST(BodyPublishers.ofString(COMMAND)));
  }
}
