package io.cardflow.ordering;

import io.cardflow.ordering.BureauReport.CardReport;
import io.smallrye.mutiny.Uni;
import java.util.Set;
import java.util.function.Predicate;

/**
 * The bureau that makes the cards. Every call ends within a limited time with a value that says
 * what is known by then; none fails.
 */
public interface CardProducer {

  /**
   * Orders the cards of a batch; the batch's id makes sure that the same order counts once.
   *
   * @param lease is asked right before each request: none begins that may outlast it, and the reply
   *     is a fault then
   */
  Uni<Reply> order(Order order, Lease lease);

  /** Looks up what became of a batch that may have been received. */
  Uni<Reply> find(Order order);

  /**
   * Asks how far the cards of an accepted order are.
   *
   * @param cards the ids of the cards that were accepted; a report about others is not believed
   * @param news whether what is reported of a card is not known yet; only that is returned
   */
  Uni<BureauReport> follow(String orderId, Set<String> cards, Predicate<CardReport> news);
}
