package io.cardflow.local.gocards;

import io.cardflow.local.gocards.CallListener.Stage;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;

/** The bureau's ordering API, described in {@code docs/gocards-openapi.yaml}. */
final class BureauHttp {

  private static final String ORDERS = "/api/order";
  private static final String LAYOUTS = "/layout/";
  private static final String CARDS = "/api/card/";

  private final Vertx vertx;
  private final SimulatorSettings settings;
  private final Dice dice;
  private final IssuedTokens tokens;
  private final Bureau bureau;
  private volatile CallListener listener = (stage, client, batch) -> {};

  BureauHttp(
      Vertx vertx, SimulatorSettings settings, Dice dice, IssuedTokens tokens, Bureau bureau) {
    this.vertx = vertx;
    this.settings = settings;
    this.dice = dice;
    this.tokens = tokens;
    this.bureau = bureau;
  }

  void listen(CallListener next) {
    listener = next;
  }

  /** Answers a call with its body; returns false if it does not belong to this API. */
  boolean answer(HttpServerRequest request, Buffer body) {
    String path = request.path();
    boolean post = request.method().equals(HttpMethod.POST);
    boolean get = request.method().equals(HttpMethod.GET);
    if (path.equals("/oauth2/token") && post) {
      token(request, body);
    } else if (path.equals("/api/login") && post) {
      logIn(request, body);
    } else if (path.equals(ORDERS) && post) {
      authorized(request, client -> order(request, client, body));
    } else if (path.equals(ORDERS) && get) {
      authorized(request, client -> find(request));
    } else if (path.startsWith(ORDERS + "/") && get) {
      authorized(request, client -> orderInfo(request, path.substring(ORDERS.length() + 1)));
    } else if (path.startsWith(CARDS) && get) {
      authorized(request, client -> cardInfo(request, path.substring(CARDS.length())));
    } else if (path.startsWith(LAYOUTS) && get) {
      authorized(request, client -> layout(request, path.substring(LAYOUTS.length())));
    } else {
      return false;
    }
    return true;
  }

  private interface Authorized {
    void answer(String client);
  }

  private void authorized(HttpServerRequest request, Authorized work) {
    String client = tokens.client(request.getHeader("Authorization"));
    if (dice.hits(BureauFault.GATEWAY_REFUSES)) {
      Http.page(request, 400, "Bad request");
    } else if (dice.hits(BureauFault.GATEWAY_PAGE)) {
      Http.page(request, 200, "Please wait");
    } else if (client == null || dice.hits(BureauFault.TOKEN_REFUSED)) {
      Http.problem(request, 401, "TOKEN", "log in first");
    } else if (dice.hits(BureauFault.FORBIDDEN)) {
      Http.problem(request, 403, "FORBIDDEN", "this client may not order");
    } else {
      work.answer(client);
    }
  }

  private void logIn(HttpServerRequest request, Buffer body) {
    JsonObject credentials = read(request, body);
    if (credentials == null) {
      return;
    }
    IssuedTokens.Issued issued =
        tokens.logIn(credentials.getString("clientId"), credentials.getString("clientSecret"));
    if (issued == null) {
      Http.problem(request, 401, "CREDENTIALS", "unknown client or wrong secret");
    } else {
      Http.json(
          request,
          200,
          new JsonObject()
              .put("token", issued.token())
              .put("validUntil", issued.validUntil().toString()));
    }
  }

  /** Issues a token for client credentials (RFC 6749, section 4.4). */
  private void token(HttpServerRequest request, Buffer body) {
    Map<String, String> form = Http.form(body);
    String[] basic = Http.basic(request);
    IssuedTokens.Issued issued =
        tokens.logIn(
            basic == null ? form.get("client_id") : basic[0],
            basic == null ? form.get("client_secret") : basic[1]);
    if (!"client_credentials".equals(form.get("grant_type"))) {
      Http.json(request, 400, new JsonObject().put("error", "unsupported_grant_type"));
    } else if (issued == null) {
      Http.json(request, 401, new JsonObject().put("error", "invalid_client"));
    } else {
      Http.json(
          request,
          200,
          new JsonObject()
              .put("access_token", issued.token())
              .put("token_type", "Bearer")
              .put("expires_in", Duration.between(Instant.now(), issued.validUntil()).toSeconds()));
    }
  }

  private void order(HttpServerRequest request, String client, Buffer body) {
    JsonObject order = read(request, body);
    if (order == null) {
      return;
    }
    String reference = order.getString("reference");
    if (reference == null
        || order.getJsonArray("cards") == null
        || !reference.equals(request.getHeader("Idempotency-Key"))) {
      Http.problem(
          request, 400, "ORDER", "an order requires a reference, equal to its key, and cards");
      return;
    }
    if (dice.hits(BureauFault.TOO_MANY_REQUESTS)) {
      request.response().putHeader("Retry-After", Long.toString(settings.retryAfter().toSeconds()));
      Http.problem(request, 429, "SLOW_DOWN", "too many requests");
    } else if (dice.hits(BureauFault.ERROR_BEFORE)) {
      Http.problem(request, 500, "ERROR", "something is broken");
    } else {
      // The listener may block, but an event loop must not.
      vertx
          .<JsonObject>executeBlocking(() -> take(client, reference, order), false)
          .onSuccess(answer -> ordered(request, client, reference, answer))
          .onFailure(
              failed -> {
                if (failed instanceof Bureau.BatchRefused refused) {
                  Http.problem(request, 422, refused.code, refused.getMessage());
                } else {
                  Http.problem(request, 500, "ERROR", "the simulator itself failed");
                }
              });
    }
  }

  private JsonObject take(String client, String reference, JsonObject order)
      throws Bureau.BatchRefused {
    listener.at(Stage.RECEIVED, client, reference);
    BureauOrder taken = bureau.order(client, order);
    JsonObject answer =
        dice.hits(BureauFault.ORDER_ID_ONLY)
            ? new JsonObject().put("orderId", taken.orderId())
            : taken.answer();
    listener.at(Stage.TAKEN, client, reference);
    return answer;
  }

  private void ordered(
      HttpServerRequest request, String client, String reference, JsonObject answer) {
    if (dice.hits(BureauFault.ANSWER_LOST)) {
      request.connection().close();
    } else if (dice.hits(BureauFault.ERROR_AFTER)) {
      Http.problem(request, 500, "ERROR", "something is broken");
    } else if (dice.hits(BureauFault.ANSWER_SLOW)) {
      vertx.setTimer(
          Math.max(1, settings.slowBy().toMillis()), late -> Http.json(request, 201, answer));
    } else {
      Http.json(request, 201, answer)
          .onSuccess(
              written ->
                  vertx.executeBlocking(
                      () -> {
                        listener.at(Stage.ANSWERED, client, reference);
                        return null;
                      },
                      false));
    }
  }

  private void find(HttpServerRequest request) {
    String reference = request.getParam("reference");
    BureauOrder order = reference == null || !settings.idempotent() ? null : bureau.find(reference);
    if (order == null) {
      Http.problem(request, 404, "NOT_FOUND", "no order has this reference");
    } else {
      Http.json(request, 200, order.answer());
    }
  }

  private void orderInfo(HttpServerRequest request, String orderId) {
    BureauOrder order = bureau.get(orderId);
    if (order == null) {
      Http.problem(request, 404, "NOT_FOUND", "there is no such order");
    } else {
      Http.json(request, 200, order.info());
    }
  }

  private void cardInfo(HttpServerRequest request, String producerCardId) {
    Bureau.Card card = bureau.card(producerCardId);
    if (dice.hits(BureauFault.TOO_MANY_REQUESTS)) {
      request.response().putHeader("Retry-After", Long.toString(settings.retryAfter().toSeconds()));
      Http.problem(request, 429, "SLOW_DOWN", "too many requests");
    } else if (card == null) {
      Http.problem(request, 404, "NOT_FOUND", "there is no such card");
    } else {
      Http.json(request, 200, card.order().info(card.cardId(), settings.zone()));
    }
  }

  /** Every layout has the same fields. */
  private static void layout(HttpServerRequest request, String layoutId) {
    JsonObject title =
        new JsonObject()
            .put("name", "title")
            .put("label", "Title")
            .put("type", "TEXT")
            .put("required", false)
            .put("maxLength", 40);
    Http.json(
        request,
        200,
        new JsonObject().put("layoutId", layoutId).put("inputFields", new JsonArray().add(title)));
  }

  private static JsonObject read(HttpServerRequest request, Buffer body) {
    try {
      return new JsonObject(body);
    } catch (DecodeException | ClassCastException unreadable) {
      Http.problem(request, 400, "BODY", "the body is not a JSON object");
      return null;
    }
  }
}
