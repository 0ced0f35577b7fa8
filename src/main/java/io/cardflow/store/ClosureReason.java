package io.cardflow.store;

/** Why ordering is closed. */
public enum ClosureReason {
  /** An operator has paused it. */
  PAUSE(false),
  /** PostgreSQL has lost commits: cards that were ordered may wait again. */
  LOST_COMMITS(true),
  /** PostgreSQL has failed over, perhaps to a standby that lacked commits. */
  FAILOVER(true);

  private final boolean fault;

  ClosureReason(boolean fault) {
    this.fault = fault;
  }

  /** Whether something is wrong that an operator must check before ordering goes on. */
  public boolean isFault() {
    return fault;
  }
}
