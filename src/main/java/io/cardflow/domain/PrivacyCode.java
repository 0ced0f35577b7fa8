package io.cardflow.domain;

/** Why a request to erase personal data is refused; constants are named as on the wire. */
public enum PrivacyCode {
  /** An assignment of the holder has not ended. */
  HOLDER_HAS_CARD,
  /** There is no card with this id. */
  UNKNOWN_CARD,
  /** The card is still being ordered or produced. */
  DELIVERY_NEEDED,
  /** An earlier request, of another message, had the same id. */
  ID_REUSED,
  /** An event of a type that does not belong on this topic. */
  UNKNOWN_TYPE
}
