package io.cardflow.local.gocards;

import java.time.Instant;
import java.util.List;
import java.util.Map;

/** What the bureau has on its books at one moment. */
public record Ledger(List<Entry> orders) {

  /** How far a card is. */
  public enum Status {
    ORDERED,
    IN_PRODUCTION,
    PRODUCED,
    SHIPPED,
    FAILED
  }

  /**
   * An order that was taken.
   *
   * @param batchId the client's reference
   * @param cards those accepted, by card id
   * @param refused the ids of those refused
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
   * @param trackingNumber null until it is shipped
   */
  public record Line(String producerCardId, Status status, String trackingNumber) {}

  /** In how many orders a card was accepted. */
  public long times(String cardId) {
    return orders.stream().filter(order -> order.cards().containsKey(cardId)).count();
  }

  /** How many cards are in this status. */
  public long count(Status status) {
    return orders.stream()
        .flatMap(order -> order.cards().values().stream())
        .filter(line -> line.status() == status)
        .count();
  }
}
