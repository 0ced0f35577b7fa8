package io.cardflow.inbox;

/**
 * Why a partition number is halted.
 *
 * @param finding what was found, one line
 * @param remedy what an operator does about it, one line
 */
record Halt(HaltReason reason, String finding, String remedy) {

  /** Finding and remedy in one line. */
  String detail() {
    return finding + "; remedy: " + remedy;
  }
}
