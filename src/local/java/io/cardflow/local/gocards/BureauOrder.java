package io.cardflow.local.gocards;

import io.cardflow.local.gocards.Ledger.Line;
import io.cardflow.local.gocards.Ledger.Status;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** An order on the bureau's books. Guarded by its own monitor. */
final class BureauOrder {

  private final String orderId;
  private final String batchId;
  private final String clientId;
  private final Instant takenAt;
  private final Map<String, Item> items = new LinkedHashMap<>();
  private final Map<String, String> refused = new LinkedHashMap<>();
  private Instant startedAt;
  private Instant producedAt;
  private Instant shippedAt;

  private static final class Item {
    final String producerCardId;
    Status status = Status.ORDERED;

    Item(String producerCardId) {
      this.producerCardId = producerCardId;
    }
  }

  BureauOrder(String orderId, String batchId, String clientId, Instant takenAt) {
    this.orderId = orderId;
    this.batchId = batchId;
    this.clientId = clientId;
    this.takenAt = takenAt;
  }

  String orderId() {
    return orderId;
  }

  synchronized void accept(String cardId) {
    items.put(cardId, new Item("CA-" + orderId.substring(3) + "-" + (items.size() + 1)));
  }

  synchronized void refuse(String cardId, String code) {
    refused.put(cardId, code);
  }

  /** Moves all cards in a status to another, and returns them. */
  synchronized List<String> advance(Status from, Status to, Instant now) {
    List<String> moved = new ArrayList<>();
    items.forEach(
        (cardId, item) -> {
          if (item.status == from) {
            item.status = to;
            moved.add(cardId);
          }
        });
    switch (to) {
      case IN_PRODUCTION -> startedAt = now;
      case PRODUCED -> producedAt = now;
      case SHIPPED -> shippedAt = now;
      case ORDERED, FAILED -> {
        // Reported without a time.
      }
    }
    return moved;
  }

  synchronized void fail(String cardId) {
    items.get(cardId).status = Status.FAILED;
  }

  /** Returns the response to the order. */
  synchronized JsonObject answer() {
    JsonArray accepted = new JsonArray();
    items.forEach(
        (cardId, item) ->
            accepted.add(
                new JsonObject().put("cardId", cardId).put("producerCardId", item.producerCardId)));
    JsonArray refusals = new JsonArray();
    refused.forEach(
        (cardId, code) ->
            refusals.add(
                new JsonObject()
                    .put("cardId", cardId)
                    .put("code", code)
                    .put("detail", "the layout does not fit the card")));
    return new JsonObject()
        .put("orderId", orderId)
        .put("accepted", accepted)
        .put("refused", refusals);
  }

  /** Returns the progress of its cards. */
  synchronized JsonObject report() {
    JsonArray cards = new JsonArray();
    items.keySet().forEach(cardId -> cards.add(report(cardId)));
    return new JsonObject().put("orderId", orderId).put("cards", cards);
  }

  private JsonObject report(String cardId) {
    Item item = items.get(cardId);
    JsonObject card =
        new JsonObject()
            .put("cardId", cardId)
            .put("producerCardId", item.producerCardId)
            .put("status", item.status.name());
    switch (item.status) {
      case ORDERED -> {
        // No progress to report yet.
      }
      case IN_PRODUCTION -> card.mergeIn(facts(Status.IN_PRODUCTION, cardId));
      case PRODUCED ->
          card.mergeIn(facts(Status.IN_PRODUCTION, cardId)).mergeIn(facts(Status.PRODUCED, cardId));
      case SHIPPED -> {
        JsonObject shipped = facts(Status.SHIPPED, cardId);
        Object number = shipped.remove("trackingNumber");
        card.mergeIn(facts(Status.IN_PRODUCTION, cardId))
            .mergeIn(facts(Status.PRODUCED, cardId))
            .mergeIn(shipped)
            .put("trackingNumbers", new JsonArray().add(number));
      }
      case FAILED -> card.mergeIn(facts(Status.FAILED, cardId));
    }
    return card;
  }

  /** Returns the data of the notification of one step, without order and card. */
  synchronized JsonObject facts(Status step, String cardId) {
    return switch (step) {
      case ORDERED -> new JsonObject();
      case IN_PRODUCTION -> new JsonObject().put("startedAt", startedAt.toString());
      case PRODUCED ->
          new JsonObject()
              .put("producedAt", producedAt.toString())
              .put(
                  "readouts",
                  new JsonArray()
                      .add(
                          new JsonObject()
                              .put("type", "uid")
                              .put("value", "%08X".formatted(cardId.hashCode()))));
      case SHIPPED ->
          new JsonObject()
              .put("shippedAt", shippedAt.toString())
              .put("shipmentId", "SH-" + orderId.substring(3))
              .put("carrier", "PostNord")
              .put("trackingNumber", trackingNumber());
      case FAILED ->
          new JsonObject().put("code", "CHIP_DEFECT").put("detail", "the chip does not answer");
    };
  }

  synchronized String producerCardId(String cardId) {
    return items.get(cardId).producerCardId;
  }

  synchronized Ledger.Entry entry() {
    Map<String, Line> lines = new LinkedHashMap<>();
    items.forEach(
        (cardId, item) ->
            lines.put(
                cardId,
                new Line(
                    item.producerCardId,
                    item.status,
                    item.status == Status.SHIPPED ? trackingNumber() : null)));
    return new Ledger.Entry(
        orderId, batchId, clientId, takenAt, lines, List.copyOf(refused.keySet()));
  }

  private String trackingNumber() {
    return "TN-" + orderId.substring(3);
  }
}
