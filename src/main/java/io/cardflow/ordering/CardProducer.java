package io.cardflow.ordering;

import io.smallrye.mutiny.Uni;

/**
 * The bureau that produces the cards. Every call returns a value within a limited time and never
 * fails.
 */
public interface CardProducer {

  /**
   * Orders the cards of a batch; idempotent per batch id if the bureau is.
   *
   * @param lease checked before each request: a request that may outlast it is not sent, and the
   *     reply is a fault
   */
  Uni<Reply> order(Order order, Lease lease);

  /** Looks up a batch that is in doubt. */
  Uni<Reply> find(Order order);

  /** Queries which cards an accepted order has. */
  Uni<OrderReport> cards(String orderId);

  /**
   * Queries the progress of a card.
   *
   * @param producerCardId the bureau's id of the card
   */
  Uni<BureauReport> card(String producerCardId);
}
