package io.cardflow.ordering;

import io.cardflow.store.OrderLine;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * An order for a batch of cards.
 *
 * @param batchId the idempotency key of the order
 * @param delivery the delivery address, JSON
 * @param costCentre null if none
 * @param lines the cards, 1 or more
 */
public record Order(
    String batchId, String layoutId, String delivery, String costCentre, List<OrderLine> lines) {

  /** Returns the ids of the cards. */
  public Set<String> cards() {
    return lines.stream().map(OrderLine::cardId).collect(Collectors.toUnmodifiableSet());
  }
}
