package io.cardflow.local.gocards;

import java.time.Instant;
import java.util.List;
import java.util.Map;

/** The bureau's books at one moment. */
public record Ledger(List<Entry> orders) {

  /** The status of a card. */
  public enum Status {
    ORDERED,
    IN_PRODUCTION,
    PRODUCED,
    SHIPPED,
    FAILED
  }

  /**
   * An accepted order.
   *
   * @param batchId the client's reference
   * @param cards accepted cards, by card id
   * @param refused the ids of refused cards
   */
  public record Entry(
      String orderId,
      String batchId,
      String clientId,
      Instant takenAt,
      Map<String, Line> cards,
      List<String> refused) {}

  /**
   * An accepted card.
   *
   * @param trackingNumber null until the card is shipped
   */
  public record Line(String producerCardId, Status status, String trackingNumber) {}

  /** Returns in how many orders a card was accepted. */
  public long times(String cardId) {
    return orders.stream().filter(order -> order.cards().containsKey(cardId)).count();
  }

  /** Returns how many cards are in this status. */
  public long count(Status status) {
    return orders.stream()
        .flatMap(order -> order.cards().values().stream())
        .filter(line -> line.status() == status)
        .count();
  }
}
