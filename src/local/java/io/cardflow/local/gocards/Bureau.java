package io.cardflow.local.gocards;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/** The bureau's books. Orders are idempotent by reference. */
final class Bureau {

  /** The maximum number of cards in an order. */
  static final int MOST_CARDS = 10_000;

  private final Dice dice;
  private final Consumer<BureauOrder> production;
  private final Map<String, BureauOrder> byReference = new LinkedHashMap<>();
  private final Map<String, BureauOrder> byId = new LinkedHashMap<>();
  private final Map<String, Card> cards = new ConcurrentHashMap<>();
  private final boolean idempotent;

  /** A card of an order. */
  record Card(BureauOrder order, String cardId) {}

  /** Thrown for a batch that is refused as a whole, with 422. */
  static final class BatchRefused extends Exception {
    private static final long serialVersionUID = 1L;

    final String code;

    BatchRefused(String code, String detail) {
      super(detail);
      this.code = code;
    }
  }

  /**
   * @param idempotent whether an order with a known reference is answered as before; otherwise it
   *     is taken again
   * @param production receives each accepted order once
   */
  Bureau(Dice dice, boolean idempotent, Consumer<BureauOrder> production) {
    this.dice = dice;
    this.idempotent = idempotent;
    this.production = production;
  }

  /** Accepts an order, or returns the one already accepted with its reference. */
  BureauOrder order(String clientId, JsonObject request) throws BatchRefused {
    String reference = request.getString("reference");
    BureauOrder taken;
    synchronized (this) {
      BureauOrder known = byReference.get(reference);
      if (known != null && idempotent) {
        return known;
      }
      taken = take(clientId, reference, request);
      byReference.put(reference, taken);
      byId.put(taken.orderId(), taken);
    }
    production.accept(taken);
    return taken;
  }

  private BureauOrder take(String clientId, String reference, JsonObject request)
      throws BatchRefused {
    JsonArray ordered = request.getJsonArray("cards");
    if (ordered.isEmpty() || ordered.size() > MOST_CARDS) {
      throw new BatchRefused("CARDS", "an order has 1 to " + MOST_CARDS + " cards");
    }
    if (dice.hits(BureauFault.BATCH_REFUSED)) {
      throw new BatchRefused("LAYOUT_UNKNOWN", "there is no such layout");
    }
    BureauOrder order =
        new BureauOrder("OD-%06d".formatted(byId.size() + 1), reference, clientId, Instant.now());
    for (Object each : ordered) {
      String cardId = ((JsonObject) each).getString("cardId");
      if (dice.hits(BureauFault.CARD_REFUSED)) {
        order.refuse(cardId, "LAYOUT");
      } else {
        JsonObject elements = ((JsonObject) each).getJsonObject("cardElements", new JsonObject());
        cards.put(order.accept(cardId, elements), new Card(order, cardId));
      }
    }
    return order;
  }

  /** Returns the order with a reference; null if there is none. */
  synchronized BureauOrder find(String reference) {
    return byReference.get(reference);
  }

  /** Returns the order with an id; null if there is none. */
  synchronized BureauOrder get(String orderId) {
    return byId.get(orderId);
  }

  /** Returns the card with one of the bureau's ids; null if there is none. */
  Card card(String producerCardId) {
    return cards.get(producerCardId);
  }

  /** Makes a card again under another id. */
  void remake(BureauOrder order, String cardId) {
    cards.put(order.remake(cardId), new Card(order, cardId));
  }

  synchronized List<BureauOrder> orders() {
    return new ArrayList<>(byId.values());
  }

  Ledger ledger() {
    return new Ledger(orders().stream().map(BureauOrder::entry).toList());
  }
}
