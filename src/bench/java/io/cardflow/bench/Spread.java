package io.cardflow.bench;

import java.util.List;

/** The spread of a figure over all rounds. */
record Spread(double median, double least, double most) {

  /**
   * @param values one per round; at least one
   */
  static Spread of(List<Double> values) {
    List<Double> sorted = values.stream().sorted().toList();
    int middle = sorted.size() / 2;
    double median =
        sorted.size() % 2 == 1
            ? sorted.get(middle)
            : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
    return new Spread(median, sorted.get(0), sorted.get(sorted.size() - 1));
  }

  /** The text from minimum to maximum. */
  String range() {
    return "%.0f to %.0f".formatted(least, most);
  }
}
