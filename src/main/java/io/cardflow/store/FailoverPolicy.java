package io.cardflow.store;

/** What ordering does after a failover of PostgreSQL. */
public enum FailoverPolicy {
  /** It is closed: the new primary may lack commits. */
  HOLD,
  /** It continues: replication is synchronous, and a new primary has every commit. */
  CONTINUE
}
