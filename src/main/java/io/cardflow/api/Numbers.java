package io.cardflow.api;

/** Reads numbers of paths: a framework would answer others as unknown paths. */
final class Numbers {

  private Numbers() {}

  /** A partition, 0 or more. */
  static int partition(String text) {
    long number = offset(text);
    if (number > Integer.MAX_VALUE) {
      throw invalid();
    }
    return (int) number;
  }

  /** An offset, 0 or more. */
  static long offset(String text) {
    try {
      long number = Long.parseLong(text);
      if (number >= 0) {
        return number;
      }
    } catch (NumberFormatException notANumber) {
      throw invalid();
    }
    throw invalid();
  }

  private static ApiException invalid() {
    return new ApiException(
        ProblemCode.INVALID_PARAMETER, "partition and offset must be numbers, 0 or more");
  }
}
