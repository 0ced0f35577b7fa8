package io.cardflow.ordering;

import io.cardflow.store.CardAnswer;
import java.util.List;

/** The result of a call about an order. */
public sealed interface Reply {

  /**
   * The bureau accepted the order.
   *
   * @param orderId the bureau's order
   * @param cards one answer per card of the batch
   */
  record Taken(String orderId, List<CardAnswer> cards) implements Reply {}

  /**
   * The bureau has taken no card of the batch.
   *
   * @param cards the cards that it refuses; empty if it names none
   * @param code why; for a card that has no code of its own
   * @param detail null if unknown
   */
  record Refused(List<CardAnswer> cards, String code, String detail) implements Reply {}

  /** The bureau did not receive the batch. */
  record NotReceived() implements Reply {}

  /** The call failed; the order may be in doubt. */
  record Failed(Fault fault) implements Reply {}
}
