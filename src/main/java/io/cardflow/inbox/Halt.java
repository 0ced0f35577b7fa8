package io.cardflow.inbox;

/**
 * A partition number that is not worked on.
 *
 * @param finding one line: what was found
 * @param remedy one line: what an operator does
 */
record Halt(HaltReason reason, String finding, String remedy) {

  /** One line for a person. */
  String detail() {
    return finding + "; remedy: " + remedy;
  }
}
