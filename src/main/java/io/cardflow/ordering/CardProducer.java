package io.cardflow.ordering;

import io.smallrye.mutiny.Uni;
import java.util.Set;

/**
 * The bureau that makes the cards. Every call ends within a limited time with a value that says
 * what is known by then; none fails.
 */
public interface CardProducer {

  /** Orders the cards of a batch; the batch's id makes sure that the same order counts once. */
  Uni<Reply> order(Order order);

  /** Looks up what became of a batch that may have been received. */
  Uni<Reply> find(Order order);

  /**
   * Asks how far the cards of an accepted order are.
   *
   * @param cards the ids of the cards that were accepted; a report about others is not believed
   */
  Uni<Report> follow(String orderId, Set<String> cards);
}
