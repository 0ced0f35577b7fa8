package io.cardflow.bench;

import io.cardflow.history.SideTables;
import io.cardflow.local.Topics;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Measures whether the rate holds while the tables grow: for new cards with increasing or random
 * ids, and for old cards in random order. The messages' ids are those of the setting, and random
 * where the cards' are.
 */
final class Growth implements Part {

  private enum Kind {
    NEW("new, beside"),
    RANDOM("new, random card ids, beside"),
    OLD("old, of");

    private final String name;

    Kind(String name) {
      this.name = name;
    }

    String title(int cards) {
      return "Cardflow, %s %,d".formatted(name, cards);
    }
  }

  private static final int CHECKED = 1_000_000;
  private static final Entry CARDFLOW = Entry.of(Contestant.CARDFLOW);

  private final List<Integer> sizes =
      BenchSettings.numbers("growth.cards", 50_000, 1_000_000, 5_000_000);
  private final int journal = BenchSettings.number("growth.journal", 50_000_000);
  private final int fresh =
      BenchSettings.number("growth.new", Math.min(50_000, BenchSettings.number("cards", 100_000)));
  private final int random = BenchSettings.number("growth.random", Math.min(10_000, fresh));
  private final int old = BenchSettings.number("growth.old", 8_000);
  private final List<Kind> kinds =
      Stream.of(Kind.values()).filter(kind -> cards(kind) > 0).toList();
  private final Results results =
      new Results(kinds.stream().flatMap(kind -> sizes.stream().map(kind::title)).toList());

  Growth() {
    if (fresh == 0) {
      throw new IllegalArgumentException(
          "growth.new must be 1 or more, because the goal measures it");
    }
    if (old * BenchSettings.rounds() > Collections.min(sizes)) {
      throw new IllegalArgumentException(
          "growth.old times bench.rounds must not exceed the smallest of growth.cards");
    }
  }

  @Override
  public Section run(Platform platform) {
    Map<Integer, Stock> stocks = new LinkedHashMap<>();
    for (int size : sizes) {
      stocks.put(size, fill(platform, size));
    }
    // One kind after another: reading random pages leaves less cache for later kinds.
    for (Kind kind : kinds) {
      for (int round = 1; round <= BenchSettings.rounds(); round++) {
        List<Integer> order = new ArrayList<>(sizes);
        Collections.rotate(order, round);
        for (int size : order) {
          if (size <= cards(kind) + DrainRun.warmUp(CARDFLOW)) {
            platform.forget(stocks.get(size).database());
            stocks.put(size, fill(platform, size));
          }
          run(platform, stocks.get(size), kind, round);
        }
      }
    }
    StringBuilder text =
        new StringBuilder(
            RateTable.of(
                "", results, "growth", "Drained messages per second, by cards in the table"));
    text.append("\n| cards before | journal rows before | tables | indexes |\n|---|---|---|---|\n");
    for (Stock stock : stocks.values()) {
      text.append(stock.line());
      check(stock);
      platform.forget(stock.database());
    }
    return new Section("Growth", text.toString(), goals());
  }

  private Stock fill(Platform platform, int size) {
    return Stock.fill(platform, size, journal, old * BenchSettings.rounds());
  }

  /** The number of cards of a run; 0 if there is no such run. */
  private int cards(Kind kind) {
    return switch (kind) {
      case NEW -> fresh;
      case RANDOM -> random;
      case OLD -> old;
    };
  }

  private void run(Platform platform, Stock stock, Kind kind, int round) {
    // Each run has its own topics, which it reads from the beginning.
    Sql.execute(stock.database(), "TRUNCATE progress");
    Topics topics = platform.freshTopics();
    String prefix = "%s%d-".formatted(kind.name().toLowerCase(Locale.ROOT), round);
    Workload measured =
        switch (kind) {
          case NEW -> Workload.wholeLives(topics, prefix, cards(kind));
          case RANDOM -> Workload.wholeLivesOfRandomCards(topics, prefix, cards(kind));
          case OLD ->
              Workload.ofProduced(
                  topics, prefix, stock.produced().subList((round - 1) * old, round * old));
        };
    Workload load = measured.warmedBy(DrainRun.warmUp(CARDFLOW));
    Past past = kind == Kind.OLD ? stock.past() : new Past(List.of());
    Entry entry = CARDFLOW.titled(kind.title(stock.cards()));
    results.add(
        DrainRun.of(
            platform,
            entry,
            1,
            stock.database(),
            load,
            "growth-" + prefix + stock.cards(),
            () -> Judge.among(entry, platform, stock.database(), load, past)));
    platform.forget(topics);
    // Otherwise it would still run while another database is measured.
    platform.administer(stock.database().name(), "VACUUM");
  }

  /** Whether to check the other tables too; for the largest it would take long. */
  private static void check(Stock stock) {
    if (stock.cards() <= CHECKED) {
      List<String> wrong = SideTables.violations(stock.database());
      if (!wrong.isEmpty()) {
        throw new IllegalStateException(wrong.toString());
      }
    }
  }

  private List<Goal> goals() {
    double small = results.rate(Kind.NEW.title(sizes.get(0))).median();
    int most = sizes.get(sizes.size() - 1);
    return List.of(
        Goal.atLeast(
            0.9,
            "throughput with %,d cards in the table / with %,d".formatted(most, sizes.get(0)),
            results.rate(Kind.NEW.title(most)).median() / small));
  }
}
