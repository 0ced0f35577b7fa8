package io.cardflow.ordering;

import io.cardflow.store.OrderLine;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What is ordered together.
 *
 * @param batchId names the order for ever
 * @param delivery the delivery address, JSON
 * @param lines the cards, 1 or more
 */
public record Order(String batchId, String layoutId, String delivery, List<OrderLine> lines) {

  /** The ids of the cards. */
  public Set<String> cards() {
    return lines.stream().map(OrderLine::cardId).collect(Collectors.toUnmodifiableSet());
  }
}
