package io.cardflow.domain;

import java.util.Set;

/** The eleven states of a temporary card; constants are named as on the wire. */
public enum CardState {
  /** The card has been created. */
  REQUESTED,
  /** Queued for the next batch run. */
  PROCESSING,
  /** An operator aborted the request before it was ordered. Final. */
  ABORTED,
  /** The order failed. Final. */
  FAILED,
  /** GO Cards accepted the order and will produce the card. */
  ORDERED,
  /** GO Cards is producing the card. */
  IN_PRODUCTION,
  /** Produced and shipped. */
  PRODUCED,
  /** Initialised, in the pool, ready for a holder. */
  UNASSIGNED,
  /** Assigned to a holder, valid until a date. */
  ASSIGNED,
  /** Assigned, but no longer valid. */
  EXPIRED,
  /** Locked permanently. Final. */
  LOCKED;

  private static final Set<CardState> FINAL = Set.of(ABORTED, FAILED, LOCKED);
  private static final Set<CardState> WAITING =
      Set.of(PROCESSING, ORDERED, IN_PRODUCTION, PRODUCED, EXPIRED);

  /** True if no transition leaves this state. */
  public boolean isFinal() {
    return FINAL.contains(this);
  }

  /** True if a card in this state waits for an action, so that its dwell time is limited. */
  public boolean isWaiting() {
    return WAITING.contains(this);
  }

  /** True if the card waits to be ordered, so that an order batch may hold it. */
  public boolean awaitsOrder() {
    return this == REQUESTED || this == PROCESSING;
  }
}
