package io.cardflow.local.gocards;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The control endpoint of the simulator for users and tests; not part of a real bureau. */
final class ControlHttp {

  private static final int MOST_ORDERS = 100;

  private final Dice dice;
  private final Bureau bureau;
  private final Notifications notifications;

  ControlHttp(Dice dice, Bureau bureau, Notifications notifications) {
    this.dice = dice;
    this.bureau = bureau;
    this.notifications = notifications;
  }

  /** Answers a call with its body; returns false if it does not belong to the control endpoint. */
  boolean answer(HttpServerRequest request, Buffer body) {
    String call = request.method() + " " + request.path();
    switch (call) {
      case "GET /control/faults" -> Http.json(request, 200, faults());
      case "PUT /control/faults" -> load(request, body);
      case "GET /control/ledger" -> Http.json(request, 200, ledger(request.getParam("after")));
      case "GET /control/summary" -> Http.json(request, 200, summary());
      case "POST /control/repeat" -> {
        bureau.orders().forEach(notifications::repeat);
        Http.json(request, 200, summary());
      }
      default -> {
        return false;
      }
    }
    return !request.method().equals(HttpMethod.OPTIONS);
  }

  private JsonObject faults() {
    JsonObject json = new JsonObject();
    dice.faults().named().forEach(json::put);
    return json;
  }

  private void load(HttpServerRequest request, Buffer body) {
    try {
      Map<String, Double> shares = new HashMap<>();
      new JsonObject(body)
          .forEach(each -> shares.put(each.getKey(), ((Number) each.getValue()).doubleValue()));
      dice.load(Faults.of(shares));
      Http.json(request, 200, faults());
    } catch (DecodeException | ClassCastException | NullPointerException unreadable) {
      Http.problem(
          request, 400, "BODY", "the body is not a JSON object of faults and their shares");
    } catch (IllegalArgumentException wrong) {
      Http.problem(request, 400, "FAULT", wrong.getMessage());
    }
  }

  /** Returns up to a hundred orders after the given one. */
  private JsonObject ledger(String after) {
    List<Ledger.Entry> orders = bureau.ledger().orders();
    JsonArray page = new JsonArray();
    orders.stream()
        .filter(order -> after == null || order.orderId().compareTo(after) > 0)
        .limit(MOST_ORDERS)
        .forEach(order -> page.add(json(order)));
    return new JsonObject().put("orders", page);
  }

  private static JsonObject json(Ledger.Entry order) {
    JsonObject cards = new JsonObject();
    order.cards().forEach((card, line) -> cards.put(card, line.status().name()));
    return new JsonObject()
        .put("orderId", order.orderId())
        .put("reference", order.batchId())
        .put("clientId", order.clientId())
        .put("takenAt", order.takenAt().toString())
        .put("cards", cards)
        .put("refused", new JsonArray(order.refused()));
  }

  private JsonObject summary() {
    Ledger ledger = bureau.ledger();
    JsonObject json =
        new JsonObject()
            .put("orders", ledger.orders().size())
            .put("refused", ledger.orders().stream().mapToInt(each -> each.refused().size()).sum());
    for (Ledger.Status status : Ledger.Status.values()) {
      json.put(status.name(), ledger.count(status));
    }
    return json;
  }
}
