package io.cardflow.bench;

import io.cardflow.history.SideTables;
import io.cardflow.local.Topics;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Whether the rate holds while the tables grow: for new cards, and for old ones at random. */
final class Growth implements Part {

  private static final int CHECKED = 1_000_000;
  private static final Entry CARDFLOW = Entry.of(Contestant.CARDFLOW);

  private final List<Integer> sizes =
      Settings.numbers("growth.cards", 50_000, 1_000_000, 5_000_000);
  private final int journal = Settings.number("growth.journal", 50_000_000);
  private final int fresh =
      Settings.number("growth.new", Math.min(50_000, Settings.number("cards", 100_000)));
  private final int old = Settings.number("growth.old", 8_000);
  private final Results results =
      new Results(sizes.stream().flatMap(size -> titles(size).stream()).toList());

  Growth() {
    if (old * Settings.rounds() > Collections.min(sizes)) {
      throw new IllegalArgumentException("growth.old is too much for the least of growth.cards");
    }
  }

  @Override
  public Section run(Platform platform) {
    List<Stock> stocks = new ArrayList<>();
    for (int size : sizes) {
      stocks.add(Stock.fill(platform, size, journal, old * Settings.rounds()));
    }
    for (int round = 1; round <= Settings.rounds(); round++) {
      List<Stock> order = new ArrayList<>(stocks);
      Collections.rotate(order, round);
      for (Stock stock : order) {
        run(platform, stock, titles(stock.cards()).get(0), round, true);
        run(platform, stock, titles(stock.cards()).get(1), round, false);
      }
    }
    StringBuilder text =
        new StringBuilder(
            RateTable.of(
                "", results, "growth", "Drained messages a second, by cards in the table"));
    text.append("\n| cards before | journal rows before | tables | indexes |\n|---|---|---|---|\n");
    for (Stock stock : stocks) {
      text.append(stock.line());
      check(stock);
      platform.forget(stock.database());
    }
    return new Section("Growth", text.toString(), goals());
  }

  private void run(Platform platform, Stock stock, String title, int round, boolean anew) {
    // Each run has topics of its own, which begin at their begin.
    Sql.execute(stock.database(), "TRUNCATE progress");
    Topics topics = platform.freshTopics();
    Workload measured =
        anew
            ? Workload.wholeLives(topics, "n%d-".formatted(round), fresh)
            : Workload.ofProduced(
                topics,
                "o%d-".formatted(round),
                stock.produced().subList((round - 1) * old, round * old));
    Workload load = measured.warmedBy(DrainRun.warmUp(CARDFLOW));
    Entry entry = CARDFLOW.titled(title);
    results.add(
        DrainRun.of(
            platform,
            entry,
            1,
            stock.database(),
            load,
            "growth-%d-%s-%d".formatted(stock.cards(), anew ? "new" : "old", round),
            () ->
                Judge.among(
                    entry,
                    platform,
                    stock.database(),
                    load,
                    anew ? new Past(List.of()) : stock.past())));
    platform.forget(topics);
  }

  /** Whether the tables beside the cards still say the same; of the largest it would take long. */
  private static void check(Stock stock) {
    if (stock.cards() <= CHECKED) {
      List<String> wrong = SideTables.violations(stock.database());
      if (!wrong.isEmpty()) {
        throw new IllegalStateException(wrong.toString());
      }
    }
  }

  private List<Goal> goals() {
    double small = results.rate(titles(sizes.get(0)).get(0)).median();
    int most = sizes.get(sizes.size() - 1);
    return List.of(
        Goal.atLeast(
            0.9,
            "throughput with %,d cards in the table / with %,d".formatted(most, sizes.get(0)),
            results.rate(titles(most).get(0)).median() / small));
  }

  /** New cards, and old ones. */
  private static List<String> titles(int cards) {
    return List.of(
        "Cardflow, new, beside %,d".formatted(cards), "Cardflow, old, of %,d".formatted(cards));
  }
}
