package io.cardflow.domain;

/** How far an order batch is. */
public enum OrderStatus {
  /** Its cards are held; it was not sent yet. */
  COLLECTED,
  /** It is being sent, or was answered and the cards are being told. */
  SUBMITTED,
  /** Whether GO SampleCards received it is not known: it is looked up before it is sent again. */
  UNKNOWN,
  /** GO SampleCards took the order and every card was told its outcome. */
  CLOSED,
  /** GO SampleCards refused the batch as a whole and every card was told. */
  REFUSED
}
