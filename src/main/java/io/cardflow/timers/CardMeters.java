package io.cardflow.timers;

import io.cardflow.domain.CardState;
import io.cardflow.ops.CardflowConfig;
import io.cardflow.ops.Job;
import io.cardflow.ops.JobWatch;
import io.cardflow.ops.Metric;
import io.cardflow.ops.NotConsuming;
import io.cardflow.store.CardFigures;
import io.cardflow.store.CardFigures.Figures;
import io.cardflow.store.CardFigures.Stays;
import io.cardflow.store.DwellLimits;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;
import org.jboss.logging.Logger;

/**
 * Gauges for the number of cards in each state and how long they have waited. Every replica reports
 * the same figures, for all cards. They are NaN while the query fails.
 */
@Singleton
class CardMeters {

  private static final Logger LOG = Logger.getLogger(CardMeters.class);
  private static final Stays NONE = new Stays(0, 0);

  private final CardFigures figures;
  private final DwellLimits limits;
  private final JobWatch watch;
  private volatile Figures last;

  CardMeters(MeterRegistry registry, CardFigures figures, JobWatch watch, CardflowConfig config) {
    this.figures = figures;
    this.watch = watch;
    this.limits = DwellLimits.of(config.dwell());
    for (CardState state : CardState.values()) {
      register(registry, Metric.CARDS, state, null, all -> all.cards().getOrDefault(state, 0L));
    }
    for (CardState state : limits.byState().keySet()) {
      register(
          registry,
          Metric.STATE_OLDEST,
          state,
          "seconds",
          all -> all.stays().getOrDefault(state, NONE).oldestSeconds());
      register(
          registry,
          Metric.CARDS_OVERDUE,
          state,
          null,
          all -> all.stays().getOrDefault(state, NONE).overdue());
    }
  }

  @Scheduled(
      every = "{cardflow.expiry.every}",
      concurrentExecution = ConcurrentExecution.SKIP,
      skipExecutionIf = NotConsuming.class)
  Uni<Void> refresh() {
    return watch
        .run(Job.FIGURES, figures.read(limits.byState()))
        .invoke(read -> last = read)
        .replaceWithVoid()
        .onFailure()
        .invoke(
            failed -> {
              last = null;
              LOG.warnf("card figures failed cause=%s", failed);
            })
        .onFailure()
        .recoverWithNull();
  }

  private void register(
      MeterRegistry registry,
      Metric metric,
      CardState state,
      String unit,
      ToDoubleFunction<Figures> value) {
    Supplier<Number> figure =
        () -> {
          Figures read = last;
          return read == null ? Double.NaN : value.applyAsDouble(read);
        };
    Gauge.builder(metric.id(), figure)
        .description(metric.description())
        .baseUnit(unit)
        .tag("state", state.name())
        .register(registry);
  }
}
