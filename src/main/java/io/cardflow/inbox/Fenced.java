package io.cardflow.inbox;

/** A partition has another owner, or its progress differs from what this owner wrote. */
final class Fenced extends RuntimeException {

  private static final long serialVersionUID = 1L;

  Fenced(String what) {
    super(what);
  }
}
