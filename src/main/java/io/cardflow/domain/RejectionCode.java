package io.cardflow.domain;

/** Why a well-formed message was refused; the constant's name is its name on the wire. */
public enum RejectionCode {
  /** No card has this id. */
  UNKNOWN_CARD,
  /** A card of this id exists already. */
  CARD_EXISTS,
  /** The card's state does not allow the command. */
  TRANSITION_NOT_ALLOWED,
  /** An order batch holds the card. */
  ORDER_IN_FLIGHT,
  /** The holder has another card. */
  HOLDER_HAS_CARD,
  /** The validity does not lie ahead. */
  INVALID_VALIDITY,
  /** The timer belongs to another assignment, or its time has not come. */
  STALE_TIMER,
  /** The type does not belong on the topic. */
  UNKNOWN_TYPE,
  /** The status names another order than the one on record. */
  ORDER_MISMATCH,
  /** The bureau's status does not fit the card's state. */
  UNEXPECTED_STATUS,
  /** The same source and id was seen before with other content. */
  ID_REUSED
}
