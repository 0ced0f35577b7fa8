package io.cardflow.store;

/** Another replica has claimed the batch in the meantime: this one must not change it. */
public final class ClaimLost extends RuntimeException {

  private static final long serialVersionUID = 1L;

  ClaimLost(String batchId) {
    super("batch " + batchId + " was claimed by another replica");
  }
}
