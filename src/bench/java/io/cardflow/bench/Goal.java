package io.cardflow.bench;

/**
 * The goal for a ratio within one run.
 *
 * @param bound the minimum or maximum
 */
record Goal(String text, double measured, boolean atLeast, double bound) {

  static Goal atLeast(double bound, String text, double measured) {
    return new Goal(text, measured, true, bound);
  }

  static Goal atMost(double bound, String text, double measured) {
    return new Goal(text, measured, false, bound);
  }

  boolean met() {
    return atLeast ? measured >= bound : measured <= bound;
  }

  /** A line of a table. */
  String line() {
    return "| %s | %s %s | %.2f | %s |\n"
        .formatted(text, atLeast ? "≥" : "≤", bound, measured, met() ? "yes" : "**no**");
  }
}
