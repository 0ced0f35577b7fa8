package io.cardflow.api;

import io.cardflow.api.SummaryView.StayView;
import io.cardflow.domain.CardState;
import io.cardflow.ops.CardflowConfig;
import io.cardflow.store.CardFigures;
import io.cardflow.store.CardFigures.Figures;
import io.cardflow.store.CardFigures.Stays;
import io.cardflow.store.DwellLimits;
import io.cardflow.store.OrderBatches;
import io.cardflow.store.OrderingClosures;
import io.cardflow.store.Signals;
import io.cardflow.store.Summaries;
import io.cardflow.store.Summaries.Interval;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** Reads all cards and orders in figures. */
@Singleton
public class SummaryReads {

  /** Many pages may show the same figures. */
  private static final Duration FRESH = Duration.ofSeconds(2);

  private final CardFigures figures;
  private final OrderBatches batches;
  private final OrderingClosures closures;
  private final Summaries summaries;
  private final Signals signals;
  private final DwellLimits limits;
  private final Uni<SummaryView> summary;
  private final Uni<List<Interval>> day;

  SummaryReads(
      CardFigures figures,
      OrderBatches batches,
      OrderingClosures closures,
      Summaries summaries,
      Signals signals,
      CardflowConfig config) {
    this.figures = figures;
    this.batches = batches;
    this.closures = closures;
    this.summaries = summaries;
    this.signals = signals;
    this.limits = DwellLimits.of(config.dwell());
    this.summary = Uni.createFrom().deferred(this::read).memoize().forFixedDuration(FRESH);
    this.day = Uni.createFrom().deferred(summaries::day).memoize().forFixedDuration(FRESH);
  }

  /** The figures, at most two seconds old. */
  public Uni<SummaryView> summary() {
    return summary;
  }

  /** The changes of state in the last day, in intervals of ten minutes. */
  public Uni<List<Interval>> day() {
    return day;
  }

  private Uni<SummaryView> read() {
    return Uni.combine()
        .all()
        .unis(
            summaries.now(),
            figures.read(limits.byState()),
            batches.counts(),
            closures.list(),
            summaries.halts(),
            summaries.flow(),
            signals.read())
        .asTuple()
        .map(
            all ->
                new SummaryView(
                    all.getItem1(),
                    counts(all.getItem2()),
                    stays(all.getItem2()),
                    all.getItem3(),
                    all.getItem4(),
                    all.getItem5(),
                    all.getItem6(),
                    all.getItem7()));
  }

  private static Map<CardState, Long> counts(Figures read) {
    Map<CardState, Long> counts = new EnumMap<>(CardState.class);
    for (CardState state : CardState.values()) {
      counts.put(state, read.cards().getOrDefault(state, 0L));
    }
    return counts;
  }

  private Map<CardState, StayView> stays(Figures read) {
    Map<CardState, StayView> stays = new EnumMap<>(CardState.class);
    limits
        .byState()
        .forEach(
            (state, limit) -> {
              Stays found = read.stays().getOrDefault(state, new Stays(0, 0));
              stays.put(
                  state, new StayView(found.oldestSeconds(), found.overdue(), limit.toSeconds()));
            });
    return stays;
  }
}
