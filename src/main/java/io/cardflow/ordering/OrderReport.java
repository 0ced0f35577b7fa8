package io.cardflow.ordering;

import java.util.List;

/** The bureau's answer to the question which cards an order has. */
public sealed interface OrderReport {

  /**
   * The cards of the order.
   *
   * @param producerCardIds the bureau's ids, each once
   * @param leftOut number of ids that could not be used
   */
  record Received(List<String> producerCardIds, int leftOut) implements OrderReport {}

  /** The call failed. */
  record Failed(Fault fault) implements OrderReport {}
}
