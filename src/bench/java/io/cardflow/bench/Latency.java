package io.cardflow.bench;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;

/**
 * Measures the time from when a message is due until its first event can be read, at steady rates.
 */
final class Latency implements Part {

  /**
   * The figures at one rate.
   *
   * @param p50 in milliseconds, as the next two
   * @param keptUp whether the number of waiting messages did not grow
   * @param inTime whether no message, the first and the last included, waited for seconds
   * @param late how late the load itself was, the 99th of 100 messages, in milliseconds; 0 if it
   *     was punctual
   */
  record Figures(double p50, double p99, double p999, boolean keptUp, boolean inTime, double late) {

    /**
     * The result of a contestant that is not measured at a rate, because a lower one was too high.
     */
    static final Figures TOO_MUCH = new Figures(0, 0, 0, false, false, 0);

    String notes() {
      return (keptUp ? "" : ", could not keep up")
          + (late == 0 ? "" : ", the load was late by %.0f ms".formatted(late));
    }

    @Override
    public String toString() {
      return "p50 %.1f, p99 %.1f, p99.9 %.1f ms".formatted(p50, p99, p999);
    }
  }

  private static final int COMPARED = 2_000;
  private static final int SLOWEST = 500;

  private static final Entry CARDFLOW = Entry.of(Contestant.CARDFLOW);
  private static final Entry OUTBOX = Entry.of(Contestant.OUTBOX);
  private static final Entry STREAMS = StreamsVariants.DEFAULTS;
  private static final Entry PER_MESSAGE = Entry.of(Contestant.PER_MESSAGE);

  private final int seconds = BenchSettings.number("latency.seconds", 20);
  private final List<Integer> rates = BenchSettings.numbers("latency.rates", 500, 2_000, 5_000);
  private final Map<Entry, Map<Integer, List<Figures>>> figures = new LinkedHashMap<>();

  @Override
  public Section run(Platform platform) {
    Map<Entry, List<Integer>> entries = new LinkedHashMap<>();
    entries.put(CARDFLOW, rates);
    entries.put(OUTBOX, rates);
    entries.put(STREAMS, rates);
    entries.put(StreamsVariants.LATENCY, rates);
    entries.put(PER_MESSAGE, only(SLOWEST));
    entries.values().removeIf(List::isEmpty);
    for (int round = 1; round <= BenchSettings.rounds(); round++) {
      List<Entry> order = new ArrayList<>(entries.keySet());
      Collections.rotate(order, round);
      for (Entry entry : order) {
        LatencyRun.of(platform, entry, entries.get(entry), seconds, label(entry, round))
            .forEach((rate, seen) -> of(entry, rate).add(seen));
      }
    }
    return new Section("Latency", table(entries.keySet().stream().toList()), goals());
  }

  /** Distinguishes the logs of two entries of the same contestant. */
  private static String label(Entry entry, int round) {
    return "latency-%s%d".formatted(entry.equals(StreamsVariants.LATENCY) ? "tuned-" : "", round);
  }

  private List<Integer> only(int rate) {
    return rates.contains(rate) ? List.of(rate) : List.of();
  }

  private List<Figures> of(Entry entry, int rate) {
    return figures
        .computeIfAbsent(entry, none -> new TreeMap<>())
        .computeIfAbsent(rate, none -> new ArrayList<>());
  }

  private String table(List<Entry> entries) {
    StringBuilder text =
        new StringBuilder(
            "| messages/s | | p50 ms | p99 ms | p99, least to most | p99.9 ms | |\n"
                + "|---|---|---|---|---|---|---|\n");
    List<Chart.Group> groups = new ArrayList<>();
    for (int rate : rates) {
      List<Chart.Span> spans = new ArrayList<>();
      for (Entry entry : entries) {
        List<Figures> seen = of(entry, rate);
        if (seen.isEmpty()) {
          continue;
        }
        long behind = seen.stream().filter(each -> !each.keptUp()).count();
        Spread p50 = spread(seen, Figures::p50);
        Spread p99 = spread(seen, Figures::p99);
        Spread p999 = spread(seen, Figures::p999);
        double late = spread(seen, Figures::late).most();
        String notes = new Figures(0, 0, 0, true, true, late).notes().replaceFirst("^, ", "");
        text.append(
            behind == 0
                ? "| %,d | %s | %.1f | %.1f | %.1f to %.1f | %.1f | %s |\n"
                    .formatted(
                        rate,
                        entry.title(),
                        p50.median(),
                        p99.median(),
                        p99.least(),
                        p99.most(),
                        p999.median(),
                        notes)
                : "| %,d | %s | could not keep up in %d of %d rounds | | | | %s |\n"
                    .formatted(rate, entry.title(), behind, seen.size(), notes));
        if (behind == 0) {
          spans.add(new Chart.Span(entry.title(), p50.median(), p99.median(), p999.median()));
        }
      }
      groups.add(new Chart.Group("%,d messages/s".formatted(rate), spans));
    }
    Chart.spans("latency", "Milliseconds from due to readable: p50, p99, p99.9", groups);
    return text.toString();
  }

  private List<Goal> goals() {
    List<Figures> own = of(CARDFLOW, COMPARED);
    List<Figures> other = of(STREAMS, COMPARED);
    if (own.isEmpty() || other.isEmpty() || !own.stream().allMatch(Figures::keptUp)) {
      return List.of();
    }
    return List.of(
        Goal.atMost(
            0.6,
            "p99 latency at 2,000/s / Kafka Streams'",
            spread(own, Figures::p99).median() / spread(other, Figures::p99).median()));
  }

  private static Spread spread(List<Figures> seen, ToDoubleFunction<Figures> value) {
    return Spread.of(seen.stream().map(value::applyAsDouble).toList());
  }
}
