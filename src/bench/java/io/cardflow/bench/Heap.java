package io.cardflow.bench;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Measures the cost of a small heap. */
final class Heap implements Part {

  private static final Entry SMALL =
      Entry.of(Contestant.CARDFLOW).titled("Cardflow, heap of 256 MiB").heap("256m");
  private static final Entry LARGE =
      Entry.of(Contestant.CARDFLOW).titled("Cardflow, heap of 1 GiB").heap("1g");

  private final int cards =
      BenchSettings.number("heap.cards", BenchSettings.number("cards", 100_000));
  private final Results results = new Results(List.of(SMALL.title(), LARGE.title()));

  @Override
  public Section run(Platform platform) {
    for (int round = 1; round <= BenchSettings.rounds(); round++) {
      List<Entry> order = new ArrayList<>(List.of(SMALL, LARGE));
      Collections.rotate(order, round);
      for (Entry each : order) {
        results.add(
            DrainRun.onFreshGround(platform, each, 1, cards, "heap-" + each.heap() + "-" + round));
      }
    }
    double ratio = results.rate(SMALL.title()).median() / results.rate(LARGE.title()).median();
    return new Section(
        "Heap",
        RateTable.of("", results, "heap", "Drained messages per second, by heap"),
        List.of(Goal.atLeast(0.95, "throughput with 256 MiB of heap / with 1 GiB", ratio)));
  }
}
