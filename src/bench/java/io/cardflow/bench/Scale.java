package io.cardflow.bench;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Measures the rate and the cost of a message by number of replicas. */
final class Scale implements Part {

  private final int cards =
      BenchSettings.number("scale.cards", BenchSettings.number("cards", 100_000));
  private final List<Integer> replicas = BenchSettings.numbers("scale.replicas", 1, 2, 4);
  private final Results results = new Results(replicas.stream().map(Scale::title).toList());

  @Override
  public Section run(Platform platform) {
    for (int round = 1; round <= BenchSettings.rounds(); round++) {
      List<Integer> order = new ArrayList<>(replicas);
      Collections.rotate(order, round);
      for (int each : order) {
        Entry entry = Entry.of(Contestant.CARDFLOW).titled(title(each));
        results.add(
            DrainRun.onFreshGround(platform, entry, each, cards, "scale-" + each + "-" + round));
      }
    }
    String note =
        "\nContestant, broker and PostgreSQL share %d processors; the processor seconds are more significant than the rate.\n"
            .formatted(Runtime.getRuntime().availableProcessors());
    return new Section(
        "Scale",
        RateTable.of("", results, "scale", "Drained messages per second, by replicas") + note,
        List.of());
  }

  private static String title(int replicas) {
    return replicas == 1 ? "Cardflow, 1 replica" : "Cardflow, " + replicas + " replicas";
  }
}
