package io.cardflow.store;

/** Another writer came first: the batch may succeed if it is read and decided again. */
public class Conflict extends RuntimeException {

  private static final long serialVersionUID = 1L;

  Conflict(String what) {
    super(what);
  }
}
