package io.cardflow.domain;

/** The status of an order batch. */
public enum OrderStatus {
  /** Holds its cards; not sent yet. */
  COLLECTED,
  /** Being sent, or answered but the outcomes are not all published yet. */
  SUBMITTED,
  /** In doubt: GO Cards may have received it, so it is looked up before it is sent again. */
  UNKNOWN,
  /** GO Cards accepted the order; the outcome of every card is published. */
  CLOSED,
  /** GO Cards refused the whole batch; the outcome of every card is published. */
  REFUSED
}
