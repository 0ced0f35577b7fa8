package io.cardflow.store;

/** Another replica has taken the batch up meanwhile: this one must leave it alone. */
public final class ClaimLost extends RuntimeException {

  private static final long serialVersionUID = 1L;

  ClaimLost(String batchId) {
    super("batch " + batchId + " was taken up by another replica");
  }
}
