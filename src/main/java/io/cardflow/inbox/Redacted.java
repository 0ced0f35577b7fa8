package io.cardflow.inbox;

/**
 * An error without its words: they may quote the record that brought it about, and no log above
 * DEBUG has anything of a record. The class names and the stack remain.
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
