package io.cardflow.retention;

import io.cardflow.ops.CardflowConfig;
import io.cardflow.ops.Job;
import io.cardflow.ops.JobWatch;
import io.cardflow.ops.Metric;
import io.cardflow.ops.NotConsuming;
import io.cardflow.store.Retention;
import io.cardflow.store.Retention.Kind;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jboss.logging.Logger;

/** Removes what has become too old: up to ten portions of each kind in each run of ten seconds. */
@Singleton
class RetentionRun {

  private static final Logger LOG = Logger.getLogger(RetentionRun.class);

  /** The flow of a whole day, and of the interval in which it begins. */
  private static final Duration FLOW = Duration.ofHours(25);

  private static final int PORTIONS = 10;

  private static final Duration PAUSE = Duration.ofMillis(900);

  private final Retention retention;
  private final JobWatch watch;
  private final Map<Kind, Duration> ages;
  private final Map<Kind, Counter> counters = new EnumMap<>(Kind.class);

  RetentionRun(Retention retention, JobWatch watch, MeterRegistry registry, CardflowConfig config) {
    this.retention = retention;
    this.watch = watch;
    this.ages = ages(config.retention());
    for (Kind kind : Kind.values()) {
      counters.put(
          kind,
          Counter.builder(Metric.RETENTION_ROWS.id())
              .description(Metric.RETENTION_ROWS.description())
              .tag("kind", name(kind))
              .register(registry));
    }
  }

  @Scheduled(
      every = "10s",
      concurrentExecution = ConcurrentExecution.SKIP,
      skipExecutionIf = NotConsuming.class)
  Uni<Void> run() {
    Removal removal = new Removal();
    return watch
        .run(Job.RETENTION, removal.portions(ages.keySet(), PORTIONS))
        .eventually(removal::log)
        .onFailure()
        .invoke(failed -> LOG.warnf("retention run failed cause=%s", failed))
        .onFailure()
        .recoverWithNull();
  }

  /** What one run removes. */
  private final class Removal {

    private final Map<String, Long> removed = new TreeMap<>();
    private Throwable failure;

    /** Removes portions of these kinds, and goes on with those of which there was something. */
    Uni<Void> portions(Set<Kind> kinds, int left) {
      Set<Kind> more = EnumSet.noneOf(Kind.class);
      return Multi.createFrom()
          .iterable(kinds)
          .onItem()
          .transformToUniAndConcatenate(kind -> portion(kind, more))
          .collect()
          .last()
          .chain(
              () -> {
                if (!more.isEmpty() && left > 1) {
                  return Uni.createFrom()
                      .voidItem()
                      .onItem()
                      .delayIt()
                      .by(PAUSE)
                      .chain(() -> portions(more, left - 1));
                }
                return failure == null
                    ? Uni.createFrom().voidItem()
                    : Uni.createFrom().failure(failure);
              });
    }

    /** A kind that fails holds back no other; it is tried again in the next run. */
    private Uni<Long> portion(Kind kind, Set<Kind> more) {
      return retention
          .remove(kind, ages.get(kind))
          .invoke(
              rows -> {
                if (rows > 0) {
                  more.add(kind);
                  counters.get(kind).increment(rows);
                  removed.merge(name(kind), rows, Long::sum);
                }
              })
          .onFailure()
          .recoverWithItem(
              failed -> {
                failure = failed;
                return 0L;
              });
    }

    void log() {
      if (!removed.isEmpty()) {
        LOG.infof("retention run finished removed=%s", removed);
      }
    }
  }

  /** The age of each kind that is removed at all. */
  private static Map<Kind, Duration> ages(CardflowConfig.Retention retention) {
    Map<Kind, Duration> ages = new EnumMap<>(Kind.class);
    retention
        .journal()
        .ifPresent(
            age ->
                List.of(Kind.JOURNAL, Kind.AUDIT, Kind.PUT_BACK, Kind.ORDER_STEPS, Kind.ACTIONS)
                    .forEach(kind -> ages.put(kind, age)));
    retention.cards().ifPresent(age -> ages.put(Kind.CARDS, age));
    retention.delivery().ifPresent(age -> ages.put(Kind.DELIVERY, age));
    retention.assignments().ifPresent(age -> ages.put(Kind.ASSIGNMENTS, age));
    // The rows have the time of their end themselves.
    ages.put(Kind.UNKNOWN_CARDS, Duration.ZERO);
    ages.put(Kind.FLOW, FLOW);
    return ages;
  }

  private static String name(Kind kind) {
    return kind.name().toLowerCase(Locale.ROOT);
  }
}
