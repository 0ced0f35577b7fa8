package io.cardflow.store;

/** Another writer came first: what was decided rests on something that is no longer so. */
public final class Conflict extends RuntimeException {

  private static final long serialVersionUID = 1L;

  Conflict(String what) {
    super(what);
  }
}
