package io.cardflow.store;

/** PostgreSQL does not take a row, and will not take it later either. */
public final class DataRefused extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final String sqlState;

  DataRefused(String sqlState) {
    super("PostgreSQL refused a row, SQLSTATE " + sqlState);
    this.sqlState = sqlState;
  }

  /** The five characters of PostgreSQL's error code. */
  public String sqlState() {
    return sqlState;
  }
}
