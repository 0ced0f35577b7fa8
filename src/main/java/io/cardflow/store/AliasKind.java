package io.cardflow.store;

/** Under which of the bureau's names a card is found. */
public enum AliasKind {
  /** The bureau's id of the card. */
  PRODUCER_CARD,
  /** The tracking number of a shipment with the card. */
  TRACKING_NUMBER
}
