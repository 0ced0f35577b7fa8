package io.cardflow.store;

/** A batch takes more memory than allowed: nothing of it is stored, and its halves are tried. */
public final class BatchTooLarge extends RuntimeException {

  private static final long serialVersionUID = 1L;

  /**
   * @param what names the limit
   */
  public BatchTooLarge(String what) {
    super(what);
  }
}
