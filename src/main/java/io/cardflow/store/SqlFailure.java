package io.cardflow.store;

import io.vertx.pgclient.PgException;
import java.util.Set;

/**
 * Classifies failures by SQLSTATE (PostgreSQL, appendix A): those that may not recur when the batch
 * is decided again, those caused by the data, and the rest, which are technical faults.
 */
final class SqlFailure {

  static final String UNIQUE_VIOLATION = "23505";

  /** Serialization failure, deadlock, lock not available. */
  private static final Set<String> CONFLICTS = Set.of("40001", "40P01", "55P03");

  private SqlFailure() {}

  static Throwable of(Throwable failure) {
    if (failure instanceof PgException refused && refused.getSqlState() != null) {
      String state = refused.getSqlState();
      if (state.equals(UNIQUE_VIOLATION)) {
        return new KeyConflict();
      }
      if (CONFLICTS.contains(state)) {
        return new Conflict("SQLSTATE " + state);
      }
      if (state.startsWith("22") || state.startsWith("23") || state.startsWith("54")) {
        return new DataRefused(state);
      }
    }
    return failure;
  }
}
