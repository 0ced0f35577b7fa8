package io.cardflow.bench;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * Compares the cost per message with that of another build of the worker: {@code -Dbench.before} is
 * the path of its {@code quarkus-run.jar}. Both drain the same load alternately, on the broker and
 * the topics of this build. The maximum ratio of the costs is {@code -Dbench.before.most} (1.05).
 */
final class Before implements Part {

  private final Entry before;
  private final Entry now = Entry.of(Contestant.CARDFLOW).titled("this build");
  private final double most = Double.parseDouble(BenchSettings.text("before.most", "1.05"));
  private final int cards = BenchSettings.number("cards", 100_000);
  private final List<Result> ofBefore = new ArrayList<>();
  private final List<Result> ofNow = new ArrayList<>();

  Before() {
    String jar = BenchSettings.text("before", "");
    if (jar.isEmpty()) {
      throw new IllegalArgumentException(
          "bench.before must be the path of another build's quarkus-run.jar");
    }
    before = Entry.of(Contestant.CARDFLOW).titled("the build before").jar(jar);
  }

  @Override
  public Section run(Platform platform) {
    for (int round = 1; round <= BenchSettings.rounds(); round++) {
      List<Entry> order = new ArrayList<>(List.of(before, now));
      Collections.rotate(order, round);
      for (Entry each : order) {
        String label = "before-" + (each == before ? "old" : "new") + "-" + round;
        (each == before ? ofBefore : ofNow)
            .add(DrainRun.onFreshGround(platform, each, 1, cards, label));
      }
    }
    return new Section("The build before", table(), List.of(goal()));
  }

  private Goal goal() {
    return Goal.atMost(
        most,
        "CPU seconds for 100,000 messages / the build before's",
        ratio(result -> result.cpu().total()).median());
  }

  private String table() {
    StringBuilder text =
        new StringBuilder(
            "| CPU s per 100,000 | the build before | this build | ratio by rounds, median | least"
                + " to most |\n|---|---|---|---|---|\n");
    line(text, "worker", result -> result.cpu().worker());
    line(text, "broker", result -> result.cpu().broker());
    line(text, "database", result -> result.cpu().database());
    line(text, "together", result -> result.cpu().total());
    line(text, "messages/s", Result::rate);
    return text.toString();
  }

  private void line(StringBuilder text, String name, ToDoubleFunction<Result> figure) {
    Spread ratio = ratio(figure);
    text.append(
        "| %s | %.2f | %.2f | %.3f | %.3f to %.3f |\n"
            .formatted(
                name,
                spread(ofBefore, figure).median(),
                spread(ofNow, figure).median(),
                ratio.median(),
                ratio.least(),
                ratio.most()));
  }

  /** The ratios of this build to the earlier one, by round. */
  private Spread ratio(ToDoubleFunction<Result> figure) {
    List<Double> ratios = new ArrayList<>();
    for (int round = 0; round < ofNow.size(); round++) {
      ratios.add(
          figure.applyAsDouble(ofNow.get(round)) / figure.applyAsDouble(ofBefore.get(round)));
    }
    return Spread.of(ratios);
  }

  private static Spread spread(List<Result> results, ToDoubleFunction<Result> figure) {
    return Spread.of(results.stream().map(figure::applyAsDouble).toList());
  }
}
