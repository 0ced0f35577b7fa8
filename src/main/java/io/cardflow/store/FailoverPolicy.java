package io.cardflow.store;

/** How ordering reacts to a failover of PostgreSQL. */
public enum FailoverPolicy {
  /** Ordering is closed: the new primary may lack commits. */
  HOLD,
  /** Ordering continues: replication is synchronous, so a new primary has every commit. */
  CONTINUE
}
