package io.cardflow.store;

/**
 * A row has the key of another one. Either another writer came first, or the data itself conflicts:
 * then deciding again does not help.
 */
public final class KeyConflict extends Conflict {

  private static final long serialVersionUID = 1L;

  KeyConflict() {
    super("SQLSTATE " + SqlFailure.UNIQUE_VIOLATION);
  }

  /** The failure to report if the conflict remains after the batch was decided again. */
  public DataRefused asDataRefused() {
    return new DataRefused(SqlFailure.UNIQUE_VIOLATION);
  }
}
