package io.cardflow.inbox;

/**
 * An error without its message, which may quote the record that caused it: no log line above DEBUG
 * contains content of a record. The class names and the stack remain.
 */
final class Redacted extends Throwable {

  private static final long serialVersionUID = 1L;

  private Redacted(Throwable error, Throwable cause) {
    super(error.getClass().getName(), cause, false, true);
    setStackTrace(error.getStackTrace());
  }

  static Throwable of(Throwable error) {
    return of(error, 0);
  }

  private static Throwable of(Throwable error, int depth) {
    Throwable cause = error.getCause();
    return new Redacted(error, cause == null || depth == 5 ? null : of(cause, depth + 1));
  }
}
