package io.cardflow.domain;

/** What moves a card; the constant's name is its name in published events. */
public enum Trigger {
  REQUEST_CARD,
  ABORT_ORDER,
  INITIALIZE_CARD,
  ASSIGN_CARD,
  EXTEND_CARD,
  WITHDRAW_CARD,
  LOCK_CARD,
  EXPIRE_CARD,
  ORDER_ACCEPTED,
  ORDER_REFUSED,
  PRODUCTION_STARTED,
  CARD_PRODUCED,
  CARD_SHIPPED,
  PRODUCTION_FAILED
}
