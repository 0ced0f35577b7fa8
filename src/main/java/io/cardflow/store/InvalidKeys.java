package io.cardflow.store;

/** Reports sort keys that no row of the list can have. */
public final class InvalidKeys extends RuntimeException {

  private static final long serialVersionUID = 1L;

  InvalidKeys() {
    super("not sort keys of this list", null, false, false);
  }
}
