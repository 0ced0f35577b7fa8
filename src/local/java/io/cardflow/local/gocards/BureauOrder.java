package io.cardflow.local.gocards;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.cardflow.local.gocards.Ledger.Line;
import io.cardflow.local.gocards.Ledger.Status;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** An order on the bureau's books. Guarded by its own monitor. */
final class BureauOrder {

  static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.nnnnnnnnn");

  private static final String CHIP = "TRANSLATION_MIFARE_HEX_MSB";

  /** A photo is the largest part of a real answer. */
  private static final String PHOTO =
      Base64.getEncoder().encodeToString("a photo of the holder ".repeat(100).getBytes(US_ASCII));

  private final String orderId;
  private final String batchId;
  private final String clientId;
  private final Instant takenAt;
  private final Map<String, Item> items = new LinkedHashMap<>();
  private final Map<String, String> refused = new LinkedHashMap<>();
  private Instant startedAt;
  private Instant producedAt;

  private static final class Item {
    final JsonObject elements;
    String producerCardId;
    Status status = Status.ORDERED;
    Instant shippedAt;
    boolean keptBack;

    Item(String producerCardId, JsonObject elements) {
      this.producerCardId = producerCardId;
      this.elements = elements;
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

  /** Accepts a card and returns the bureau's id of it. */
  synchronized String accept(String cardId, JsonObject elements) {
    String id = "CA-" + orderId.substring(3) + "-" + (items.size() + 1);
    items.put(cardId, new Item(id, elements));
    return id;
  }

  /** Makes a card again and returns its new id. */
  synchronized String remake(String cardId) {
    Item item = items.get(cardId);
    item.producerCardId += "R";
    return item.producerCardId;
  }

  /** Leaves a card out of the next shipment. */
  synchronized void keepBack(String cardId) {
    items.get(cardId).keptBack = true;
  }

  synchronized void refuse(String cardId, String code) {
    refused.put(cardId, code);
  }

  /** Moves all cards in a status to another, and returns them. */
  synchronized List<String> advance(Status from, Status to, Instant now) {
    List<String> moved = new ArrayList<>();
    items.forEach(
        (cardId, item) -> {
          if (item.status == from && to == Status.SHIPPED && item.keptBack) {
            item.keptBack = false;
          } else if (item.status == from) {
            item.status = to;
            item.shippedAt = to == Status.SHIPPED ? now : null;
            moved.add(cardId);
          }
        });
    switch (to) {
      case IN_PRODUCTION -> startedAt = now;
      case PRODUCED -> producedAt = now;
      case ORDERED, SHIPPED, FAILED -> {
        // The order itself has no time.
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

  /** Returns the published answer about the order. */
  synchronized JsonObject info() {
    JsonArray ids = new JsonArray();
    items.values().forEach(item -> ids.add(item.producerCardId));
    return new JsonObject()
        .put("orderId", orderId)
        .put("costCentre", "4711")
        .put("orderer", new JsonObject().put("email", "orderer@example.com"))
        .put("cardIds", ids)
        .put("accessories", new JsonArray().add(new JsonObject().put("articleId", "HOLDER-1")));
  }

  /**
   * Returns the published answer about a card.
   *
   * @param zone the zone of its times, which they do not show
   */
  synchronized JsonObject info(String cardId, ZoneId zone) {
    Item item = items.get(cardId);
    JsonObject card =
        new JsonObject()
            .put("cardId", item.producerCardId)
            .put("articleId", "TEMPORARY-CARD")
            .put("cardHolderEmail", "holder@example.com")
            .put("cardElements", item.elements)
            .put("photo", PHOTO);
    boolean produced = item.status == Status.PRODUCED || item.status == Status.SHIPPED;
    if (produced) {
      card.put("produced", printed(producedAt, zone))
          .put("reportData", new JsonObject().put(CHIP, uid(item)))
          .put("externalReportData", new JsonObject().put("PIN_CODE", "4829130756"));
    }
    if (item.status == Status.SHIPPED) {
      card.put("delivered", printed(item.shippedAt, zone));
    }
    if (item.status == Status.FAILED) {
      card.put("error", facts(Status.FAILED, cardId));
    }
    return card;
  }

  /** Without a zone and with nine decimals, as the bureau prints times. */
  private static String printed(Instant time, ZoneId zone) {
    return TIME.format(LocalDateTime.ofInstant(time, zone));
  }

  private static String uid(Item item) {
    return "%08X".formatted(item.producerCardId.hashCode());
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
                          new JsonObject().put("type", CHIP).put("value", uid(items.get(cardId)))));
      case SHIPPED ->
          new JsonObject()
              .put("shippedAt", items.get(cardId).shippedAt.toString())
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
