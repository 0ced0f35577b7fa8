package io.cardflow.store;

/** Another writer came first: what was decided rests on something that is no longer so. */
public final class Conflict extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final String sqlState;

  Conflict(String what, String sqlState) {
    super(what);
    this.sqlState = sqlState;
  }

  /**
   * What it is when deciding again does not help: a row that is in the way of another for good.
   *
   * @return null if it is a matter of time only
   */
  public DataRefused lasting() {
    return Refusal.UNIQUE_VIOLATION.equals(sqlState) ? new DataRefused(sqlState) : null;
  }
}
