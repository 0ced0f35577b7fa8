package io.cardflow.push;

import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.cardflow.local.gocards.BureauFault;
import io.cardflow.local.gocards.Faults;
import io.cardflow.local.gocards.GoCardsSimulator;
import io.cardflow.local.gocards.SimulatorSettings;
import io.cardflow.servers.Servers;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The simulator pushes signed events until the worker takes them. */
class SimulatedPushTest {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Duration WAIT = Duration.ofSeconds(30);

  private final WebhookSignature signatures =
      new WebhookSignature(List.of(Pusher.SECRET), Clock.systemUTC());
  private final List<JsonNode> taken = new CopyOnWriteArrayList<>();
  private final AtomicInteger rejected = new AtomicInteger();
  private final AtomicInteger failing = new AtomicInteger();

  private HttpServer worker;
  private GoCardsSimulator bureau;

  @BeforeEach
  void start() throws IOException {
    worker = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
    worker.createContext("/hooks/gocards", this::take);
    worker.start();
    Servers servers = Servers.shared();
    bureau =
        new GoCardsSimulator(
                SimulatorSettings.quick(
                        servers.bootstrapServers(), servers.newTopics().producerStatus())
                    .pushingTo(
                        "http://127.0.0.1:" + worker.getAddress().getPort() + "/hooks/gocards",
                        Pusher.SECRET))
            .start();
  }

  @AfterEach
  void stop() {
    bureau.close();
    worker.stop(0);
  }

  @Test
  void eachStepOfACardIsPushed() throws Exception {
    order();

    Awaitility.await().atMost(WAIT).until(() -> bureau.pushed() == 3);
    assertTrue(topics().containsAll(List.of("CARD_PRODUCED", "CARD_DELIVERED", "CARD_ACTIVATED")));
    JsonNode last = taken.get(2).get("data");
    for (String field : List.of("cardId", "photo", "produced", "delivered", "activated")) {
      assertTrue(last.hasNonNull(field), field);
    }
  }

  @Test
  void whatIsNotTakenIsPushedAgain() throws Exception {
    failing.set(2);

    order();

    Awaitility.await().atMost(WAIT).until(() -> bureau.pushed() == 3 && failing.get() < 0);
  }

  @Test
  void faultsSignWronglyRepeatAndShuffle() throws Exception {
    bureau.faults(
        Faults.NONE
            .with(BureauFault.PUSH_WRONGLY_SIGNED, 0.5)
            .with(BureauFault.NOTICE_TWICE, 1)
            .with(BureauFault.NOTICES_SHUFFLED, 1));

    order();

    Awaitility.await().atMost(WAIT).until(() -> bureau.pushed() == 5 && rejected.get() > 0);
  }

  private List<String> topics() {
    return taken.stream().map(each -> each.get("topic").asText()).toList();
  }

  private void take(HttpExchange call) throws IOException {
    byte[] body = call.getRequestBody().readAllBytes();
    String id = call.getRequestHeaders().getFirst(WebhookSignature.ID);
    String time = call.getRequestHeaders().getFirst(WebhookSignature.TIMESTAMP);
    String signature = call.getRequestHeaders().getFirst(WebhookSignature.SIGNATURE);
    int status = 202;
    if (!signatures.admits(id, time, signature) || !signatures.accepts(id, time, signature, body)) {
      rejected.incrementAndGet();
      status = 401;
    } else if (failing.getAndDecrement() > 0) {
      status = 503;
    } else {
      taken.add(JSON.readTree(body));
    }
    call.sendResponseHeaders(status, -1);
    call.close();
  }

  private void order() throws IOException, InterruptedException {
    HttpClient client = HttpClient.newHttpClient();
    String token =
        JSON.readTree(
                client
                    .send(
                        HttpRequest.newBuilder(URI.create(bureau.url() + "/api/login"))
                            .POST(
                                BodyPublishers.ofString(
                                    "{\"clientId\":\"cardflow\",\"clientSecret\":\"cardflow\"}"))
                            .build(),
                        BodyHandlers.ofString())
                    .body())
            .get("token")
            .asText();
    client.send(
        HttpRequest.newBuilder(URI.create(bureau.url() + "/api/order"))
            .header("Authorization", "Bearer " + token)
            .header("Idempotency-Key", "B-1")
            .POST(
                BodyPublishers.ofString(
                    "{\"reference\":\"B-1\",\"cards\":[{\"cardId\":\"C-1\",\"cardElements\":{}}]}"))
            .build(),
        BodyHandlers.ofString());
  }
}
