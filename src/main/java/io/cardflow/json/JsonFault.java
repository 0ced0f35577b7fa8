package io.cardflow.json;

/** Thrown if a text is not JSON that {@link StrictJson} accepts. */
public final class JsonFault extends Exception {

  private static final long serialVersionUID = 1L;

  /**
   * @param what one line for an operator, without any content of the text
   */
  JsonFault(String what) {
    // No stack trace: malformed records must not be slower than well-formed ones.
    super(what, null, false, false);
  }
}
