package io.cardflow.ops;

/** A server has not answered in time. Whether it has done what it was asked to is not known. */
public final class DeadlineExceeded extends RuntimeException {

  private static final long serialVersionUID = 1L;

  DeadlineExceeded(String message) {
    super(message);
  }
}
