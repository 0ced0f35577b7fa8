package io.cardflow.store;

/** Another writer came first: deciding again, with everything read again, may succeed. */
public class Conflict extends RuntimeException {

  private static final long serialVersionUID = 1L;

  Conflict(String what) {
    super(what);
  }
}
