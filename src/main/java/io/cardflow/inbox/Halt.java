package io.cardflow.inbox;

/**
 * Why a partition number is halted.
 *
 * @param finding the finding, one line
 * @param remedy the operator's remedy, one line
 */
record Halt(HaltReason reason, String finding, String remedy) {

  /** Finding and remedy in one line. */
  String detail() {
    return finding + "; remedy: " + remedy;
  }
}
