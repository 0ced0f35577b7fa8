package io.cardflow.json;

/** A text is not JSON as {@link StrictJson} reads it. */
public final class JsonFault extends Exception {

  private static final long serialVersionUID = 1L;

  /**
   * @param what one line for a person, free of content
   */
  JsonFault(String what) {
    // No stack trace: a topic full of bad records must not be slower than one of good ones.
    super(what, null, false, false);
  }
}
