package io.cardflow.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;

/** Medians, their spread, and Cardflow against each of the others. */
final class Report {

  private final List<Result> results;
  private final List<Double> databaseFloor;
  private final List<Double> kafkaFloor;

  Report(List<Result> results, List<Double> databaseFloor, List<Double> kafkaFloor) {
    this.results = results;
    this.databaseFloor = databaseFloor;
    this.kafkaFloor = kafkaFloor;
  }

  String text() {
    StringBuilder text = new StringBuilder();
    text.append(
        "| | messages/s, median | least to most | Cardflow / it | CPU s per 100,000: itself |"
            + " broker | database | peak MiB |\n|---|---|---|---|---|---|---|---|\n");
    double own = median(of(Contestant.CARDFLOW, Result::rate));
    for (Contestant each : Contestant.values()) {
      List<Double> rates = of(each, Result::rate);
      text.append(
          "| %s | %.0f | %.0f to %.0f | %.2f | %.1f | %.1f | %.1f | %.0f |%n"
              .formatted(
                  each.title(),
                  median(rates),
                  least(rates),
                  most(rates),
                  own / median(rates),
                  median(of(each, Result::workerCpu)),
                  median(of(each, Result::brokerCpu)),
                  median(of(each, Result::databaseCpu)),
                  median(of(each, result -> result.peakMiB()))));
    }
    floor(text, "the database alone", databaseFloor, own);
    floor(text, "Kafka alone", kafkaFloor, own);
    return text.toString();
  }

  private static void floor(StringBuilder text, String title, List<Double> rates, double own) {
    text.append(
        "| %s | %.0f | %.0f to %.0f | %.2f | | | | |%n"
            .formatted(title, median(rates), least(rates), most(rates), own / median(rates)));
  }

  private List<Double> of(Contestant contestant, ToDoubleFunction<Result> value) {
    return results.stream()
        .filter(result -> result.contestant() == contestant)
        .map(value::applyAsDouble)
        .toList();
  }

  static double median(List<Double> values) {
    List<Double> sorted = new ArrayList<>(values);
    sorted.sort(null);
    int middle = sorted.size() / 2;
    return sorted.size() % 2 == 1
        ? sorted.get(middle)
        : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
  }

  private static double least(List<Double> values) {
    return values.stream().mapToDouble(each -> each).min().orElse(0);
  }

  private static double most(List<Double> values) {
    return values.stream().mapToDouble(each -> each).max().orElse(0);
  }
}
