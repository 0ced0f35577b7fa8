package io.cardflow.store;

/** PostgreSQL rejects a row permanently. */
public final class DataRefused extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final String sqlState;

  DataRefused(String sqlState) {
    super("PostgreSQL rejected a row, SQLSTATE " + sqlState);
    this.sqlState = sqlState;
  }

  /** PostgreSQL's five-character error code. */
  public String sqlState() {
    return sqlState;
  }
}
