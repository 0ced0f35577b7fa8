package io.cardflow.push;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.agroal.api.AgroalDataSource;
import io.cardflow.servers.ServersResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpResponse;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** With a token, CloudEvents are taken too; in thin mode the bureau is asked. */
@QuarkusTest
@QuarkusTestResource(ServersResource.class)
@QuarkusTestResource(value = ThinPushTest.Asked.class, restrictToAnnotatedClass = true)
class ThinPushTest {

  private static final String TOKEN = "a-token-of-the-bureau";
  private static final String NEXT_TOKEN = "the-next-token-of-the-bureau";
  private static final String ORIGIN = "gocards.example";

  @TestHTTPResource("/")
  URI base;

  @Inject AgroalDataSource source;

  private PushedDatabase database;
  private Pusher bureau;

  /** A bureau that reports each card as produced. */
  public static final class Asked implements QuarkusTestResourceLifecycleManager {

    static final List<String> CALLS = new CopyOnWriteArrayList<>();

    private HttpServer server;

    @Override
    public Map<String, String> start() {
      try {
        server = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
      } catch (IOException failed) {
        throw new UncheckedIOException(failed);
      }
      server.createContext(
          "/api/login",
          call -> answer(call, "{\"token\":\"t\",\"validUntil\":\"2200-01-01T00:00:00Z\"}"));
      server.createContext(
          "/api/card/",
          call -> {
            String card = call.getRequestURI().getPath().substring("/api/card/".length());
            CALLS.add(card);
            answer(call, Pusher.produced(card));
          });
      server.start();
      Map<String, String> settings = new HashMap<>();
      settings.put("cardflow.gocards.url", "http://127.0.0.1:" + server.getAddress().getPort());
      settings.put("cardflow.gocards.auth", "login");
      settings.put("cardflow.gocards.client-id", "c");
      settings.put("cardflow.gocards.client-secret", "s");
      settings.put("cardflow.gocards.organisation-id", "o");
      settings.put("cardflow.gocards.push.enabled", "true");
      settings.put("cardflow.gocards.push.auth", "bearer");
      settings.put("cardflow.gocards.push.tokens", TOKEN + "," + NEXT_TOKEN);
      settings.put("cardflow.gocards.push.origins", ORIGIN);
      settings.put("cardflow.gocards.push.thin", "true");
      return settings;
    }

    private static void answer(HttpExchange call, String body) throws IOException {
      byte[] bytes = body.getBytes(UTF_8);
      call.getResponseHeaders().add("Content-Type", "application/json");
      call.sendResponseHeaders(200, bytes.length);
      call.getResponseBody().write(bytes);
      call.close();
    }

    @Override
    public void stop() {
      server.stop(0);
    }
  }

  @BeforeEach
  void begin() {
    database = new PushedDatabase(source);
    bureau = new Pusher(base);
  }

  @Test
  void aHintMakesTheWorkerAskAndItsFactsAreIgnored() {
    database.ordered("T-1");

    assertEquals(202, push(Pusher.event("CARD_DELIVERED", Pusher.delivered("CA-T-1"))));

    awaitAsked("CA-T-1");
    Awaitility.await()
        .atMost(PushedDatabase.WAIT)
        .until(() -> database.card("T-1").startsWith("IN_PRODUCTION 4"));
  }

  @Test
  void aHintAboutAnUnknownCardIsKeptWithoutFactsUntilTheCardIsKnown() {
    assertEquals(202, push(Pusher.event("CARD_DELIVERED", Pusher.delivered("CA-T-2"))));
    assertEquals(
        "1",
        database.ask(
            "SELECT count(*) FROM pushed_event WHERE producer_card_id = 'CA-T-2' AND facts IS NULL"));

    database.ordered("T-2");

    awaitAsked("CA-T-2");
  }

  @Test
  void aCloudEventMayCarryTheEventOrTheCard() {
    database.ordered("T-3");
    database.ordered("T-4");
    database.ordered("T-5");
    String envelope = Pusher.event("CARD_PRODUCED", Pusher.card("CA-T-3", ""));
    String structured =
        """
        {"specversion":"1.0","id":"1","source":"/gocards","type":"com.example.CARD_PRODUCED",
         "data":%s}""";

    assertEquals(202, push(structured.formatted(envelope)));
    assertEquals(202, push(structured.formatted(Pusher.card("CA-T-4", ""))));
    assertEquals(
        202,
        bureau
            .send(
                bureau
                    .request(Pusher.card("CA-T-5", ""))
                    .header("Authorization", "Bearer " + TOKEN)
                    .header("ce-specversion", "1.0")
                    .header("ce-id", "1")
                    .header("ce-source", "/gocards")
                    .header("ce-type", "CARD_PRODUCED"))
            .statusCode());

    awaitAsked("CA-T-3", "CA-T-4", "CA-T-5");
  }

  @Test
  void onlyTheConfiguredTokensAreAccepted() {
    String body = Pusher.event("INVITATION_SENT", "{}");
    for (String header : List.of("Bearer " + TOKEN, "bearer " + NEXT_TOKEN)) {
      assertEquals(202, status(header, body));
    }
    for (String header : List.of("Bearer " + TOKEN + "x", "Bearer ", "Basic " + TOKEN, TOKEN)) {
      assertEquals(401, status(header, body), header);
    }
    assertEquals(401, bureau.send(bureau.request(body)).statusCode());
    assertEquals(401, bureau.send(bureau.signed(Pusher.SECRET, body)).statusCode());
  }

  @Test
  void theHandshakeAllowsTheConfiguredOriginOnly() {
    HttpResponse<String> allowed = bureau.send(bureau.options(ORIGIN));
    assertEquals(200, allowed.statusCode());
    assertEquals(ORIGIN, allowed.headers().firstValue("WebHook-Allowed-Origin").orElseThrow());
    assertEquals("6000", allowed.headers().firstValue("WebHook-Allowed-Rate").orElseThrow());
    assertEquals("OPTIONS, POST", allowed.headers().firstValue("Allow").orElseThrow());

    HttpResponse<String> other = bureau.send(bureau.options("other.example"));
    assertTrue(other.headers().firstValue("WebHook-Allowed-Origin").isEmpty());
    assertTrue(other.headers().firstValue("WebHook-Allowed-Rate").isEmpty());
  }

  private void awaitAsked(String... cards) {
    Awaitility.await()
        .atMost(PushedDatabase.WAIT)
        .untilAsserted(
            () ->
                assertTrue(
                    Asked.CALLS.containsAll(List.of(cards)),
                    () ->
                        database.ask("SELECT concat(error, ' ', error_detail) FROM order_batch")));
  }

  private int push(String body) {
    return status("Bearer " + TOKEN, body);
  }

  private int status(String authorization, String body) {
    return bureau.send(bureau.request(body).header("Authorization", authorization)).statusCode();
  }
}
