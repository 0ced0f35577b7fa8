package io.cardflow.store;

/** Why ordering is closed. */
public enum ClosureReason {
  /** An operator paused ordering. */
  PAUSE(false),
  /** PostgreSQL lost commits: cards that were ordered may be waiting again. */
  LOST_COMMITS(true),
  /** PostgreSQL failed over, possibly to a standby that lacks commits. */
  FAILOVER(true);

  private final boolean fault;

  ClosureReason(boolean fault) {
    this.fault = fault;
  }

  /** Whether an operator must check a fault before ordering resumes. */
  public boolean isFault() {
    return fault;
  }
}
