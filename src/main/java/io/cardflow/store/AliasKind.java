package io.cardflow.store;

/** Under which of the bureau's names a card is found. */
public enum AliasKind {
  /** The bureau's id of the card. */
  PRODUCER_CARD,
  /** The tracking number of a shipment with the card. */
  TRACKING_NUMBER,
  /** The bureau's order that an operator accepted for the card instead of that of its batch. */
  ORDER
}
