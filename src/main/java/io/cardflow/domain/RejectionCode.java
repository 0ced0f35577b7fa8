package io.cardflow.domain;

/** Why a well-formed message was rejected; constants are named as on the wire. */
public enum RejectionCode {
  /** No card has this id. */
  UNKNOWN_CARD,
  /** A card with this id already exists. */
  CARD_EXISTS,
  /** The card's state does not allow the command. */
  TRANSITION_NOT_ALLOWED,
  /** An order batch holds the card. */
  ORDER_IN_FLIGHT,
  /** The holder has another card. */
  HOLDER_HAS_CARD,
  /** The validity does not end in the future. */
  INVALID_VALIDITY,
  /** The timer belongs to another assignment, or is not due yet. */
  STALE_TIMER,
  /** The type is not valid on the topic. */
  UNKNOWN_TYPE,
  /** The status names an order other than the known one. */
  ORDER_MISMATCH,
  /** The status is about another piece of plastic than the known one. */
  FACTS_CONTRADICT,
  /** The bureau's status does not fit the card's state. */
  UNEXPECTED_STATUS,
  /** Its source may not send it, or it has no valid signature. */
  NOT_AUTHORIZED,
  /** An earlier message had the same source and id but other content. */
  ID_REUSED
}
