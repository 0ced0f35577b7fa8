package io.cardflow.ordering.gocards;

import io.cardflow.ordering.Fault;

/** Thrown if a call to the bureau fails. */
final class CallFailed extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final transient Fault fault;

  CallFailed(Fault fault, Throwable cause) {
    super(fault.code() + " " + fault.detail(), cause);
    this.fault = fault;
  }

  CallFailed(Fault.Code code, String detail) {
    this(Fault.of(code, detail), null);
  }

  Fault fault() {
    return fault;
  }
}
