package io.cardflow.ordering;

import io.cardflow.store.CardAnswer;
import java.util.List;

/** What is known of an order after a call. */
public sealed interface Reply {

  /**
   * The bureau took the order.
   *
   * @param orderId the bureau's order
   * @param cards one answer for each card of the batch
   */
  record Taken(String orderId, List<CardAnswer> cards) implements Reply {}

  /**
   * The bureau refused the whole batch, for good.
   *
   * @param detail null if not told
   */
  record Refused(String code, String detail) implements Reply {}

  /** The bureau has not received the batch. */
  record NotReceived() implements Reply {}

  /** Nothing is known but why. */
  record Failed(Fault fault) implements Reply {}
}
