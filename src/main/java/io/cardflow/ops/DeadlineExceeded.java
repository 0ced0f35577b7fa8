package io.cardflow.ops;

/** A server has not answered in time. It is unknown whether it executed the request. */
public final class DeadlineExceeded extends RuntimeException {

  private static final long serialVersionUID = 1L;

  DeadlineExceeded(String message) {
    super(message);
  }
}
