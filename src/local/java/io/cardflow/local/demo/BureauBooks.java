package io.cardflow.local.demo;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * The simulated bureau's books about the cards of a run.
 *
 * @param cards number of cards in its orders, including refused ones
 * @param different number of distinct cards among these
 */
record BureauBooks(int cards, int different, int shipped, int failed, int refused) {

  private static final HttpClient HTTP =
      HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build();

  /** Queries the books page by page. */
  static BureauBooks read(String url, String prefix) {
    Set<String> different = new HashSet<>();
    int cards = 0;
    int shipped = 0;
    int failed = 0;
    int refused = 0;
    String after = "";
    while (true) {
      JsonObject page = call("GET", url + "/control/ledger?after=" + after, null);
      if (page.getJsonArray("orders").isEmpty()) {
        return new BureauBooks(cards, different.size(), shipped, failed, refused);
      }
      for (Object each : page.getJsonArray("orders")) {
        JsonObject order = (JsonObject) each;
        after = order.getString("orderId");
        for (Map.Entry<String, Object> card : order.getJsonObject("cards")) {
          if (card.getKey().startsWith(prefix)) {
            cards++;
            different.add(card.getKey());
            shipped += "SHIPPED".equals(card.getValue()) ? 1 : 0;
            failed += "FAILED".equals(card.getValue()) ? 1 : 0;
          }
        }
        for (Object card : order.getJsonArray("refused")) {
          if (((String) card).startsWith(prefix)) {
            cards++;
            different.add((String) card);
            refused++;
          }
        }
      }
    }
  }

  /** Disables the faults of the bureau. */
  static void calm(String url) {
    call("PUT", url + "/control/faults", "{}");
  }

  private static JsonObject call(String method, String url, String body) {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(url))
            .timeout(Duration.ofSeconds(10))
            .method(method, body == null ? BodyPublishers.noBody() : BodyPublishers.ofString(body))
            .build();
    try {
      HttpResponse<String> response = HTTP.send(request, BodyHandlers.ofString());
      if (response.statusCode() != 200) {
        throw new IllegalStateException("the simulator answers " + response.statusCode());
      }
      return new JsonObject(response.body());
    } catch (IOException failed) {
      throw new IllegalStateException("the simulator does not answer", failed);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(interrupted);
    }
  }
}
