package io.cardflow.api;

/** Ends a request with a problem. */
public final class ApiException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final ProblemCode code;

  /**
   * @param detail one line without personal data; null if the title of the code is enough
   */
  public ApiException(ProblemCode code, String detail) {
    super(detail, null, false, false);
    this.code = code;
  }

  public ProblemCode code() {
    return code;
  }

  Problem problem() {
    return Problem.of(code, getMessage());
  }
}
