package io.cardflow.store;

import io.vertx.pgclient.PgException;
import java.util.Set;

/**
 * Tells the failures apart by SQLSTATE (PostgreSQL, appendix A): those that pass when the batch is
 * decided again, those that lie in the data, and the rest, which are faults of the machine.
 */
final class Refusal {

  static final String UNIQUE_VIOLATION = "23505";

  /** Serialization failure, deadlock, unique violation, lock not available. */
  private static final Set<String> CONFLICTS = Set.of("40001", "40P01", UNIQUE_VIOLATION, "55P03");

  private Refusal() {}

  static Throwable of(Throwable failure) {
    if (failure instanceof PgException refused && refused.getSqlState() != null) {
      String state = refused.getSqlState();
      if (CONFLICTS.contains(state)) {
        return new Conflict("SQLSTATE " + state, state);
      }
      if (state.startsWith("22") || state.startsWith("23") || state.startsWith("54")) {
        return new DataRefused(state);
      }
    }
    return failure;
  }
}
