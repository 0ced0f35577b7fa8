package io.cardflow.ordering;

import io.cardflow.ordering.BureauReport.CardReport;
import io.smallrye.mutiny.Uni;
import java.util.Set;
import java.util.function.Predicate;

/**
 * The bureau that produces the cards. Every call returns a value within a limited time and never
 * fails.
 */
public interface CardProducer {

  /**
   * Orders the cards of a batch; idempotent per batch id.
   *
   * @param lease checked before each request: a request that may outlast it is not sent, and the
   *     reply is a fault
   */
  Uni<Reply> order(Order order, Lease lease);

  /** Looks up a batch that is in doubt. */
  Uni<Reply> find(Order order);

  /**
   * Queries the progress of the cards of an accepted order.
   *
   * @param cards the ids of the accepted cards; what is reported about others is ignored
   * @param news whether the report of a card is news; only news is returned
   */
  Uni<BureauReport> follow(String orderId, Set<String> cards, Predicate<CardReport> news);
}
