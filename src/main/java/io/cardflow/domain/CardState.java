package io.cardflow.domain;

import java.util.Set;

/** The eleven states of a temporary card; the constant's name is its name on the wire. */
public enum CardState {
  /** The card has been created. */
  REQUESTED,
  /** Queued; the next batch run orders it. */
  PROCESSING,
  /** An operator aborted the request before it was ordered. Final. */
  ABORTED,
  /** The order failed. Final. */
  FAILED,
  /** GO SampleCards accepted the order and will produce the card. */
  ORDERED,
  /** GO SampleCards is producing the card. */
  IN_PRODUCTION,
  /** Produced and shipped. */
  PRODUCED,
  /** Initialised, in the pool, ready for a holder. */
  UNASSIGNED,
  /** Held by a user, valid until a date. */
  ASSIGNED,
  /** Was assigned and its validity has passed. */
  EXPIRED,
  /** Locked for good. Final. */
  LOCKED;

  private static final Set<CardState> FINAL = Set.of(ABORTED, FAILED, LOCKED);
  private static final Set<CardState> WAITING =
      Set.of(PROCESSING, ORDERED, IN_PRODUCTION, PRODUCED, EXPIRED);

  /** True for the states that nothing leaves. */
  public boolean isFinal() {
    return FINAL.contains(this);
  }

  /** True for the states in which a card waits for somebody, so that its stay has a limit. */
  public boolean isWaiting() {
    return WAITING.contains(this);
  }

  /** True while the card waits to be ordered, so that an order batch may hold it. */
  public boolean awaitsOrder() {
    return this == REQUESTED || this == PROCESSING;
  }
}
