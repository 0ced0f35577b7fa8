package io.cardflow.domain;

import java.util.Locale;

/** The trigger of a transition; constants are named as in published events. */
public enum Trigger {
  REQUEST_CARD,
  ABORT_ORDER,
  INITIALIZE_CARD,
  ASSIGN_CARD,
  EXTEND_CARD,
  WITHDRAW_CARD,
  LOCK_CARD,
  REPLACE_PRODUCTION,
  ACCEPT_ORDER,
  EXPIRE_CARD,
  ORDER_ACCEPTED,
  ORDER_REFUSED,
  PRODUCTION_STARTED,
  CARD_PRODUCED,
  CARD_SHIPPED,
  PRODUCTION_FAILED;

  private final String messageName = name().toLowerCase(Locale.ROOT).replace('_', '-');

  /** The name within the message type, as in {@code assign-card}. */
  public String messageName() {
    return messageName;
  }
}
