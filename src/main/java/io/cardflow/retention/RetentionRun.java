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
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jboss.logging.Logger;

/** Removes what has become too old: a portion of each kind in each run. */
@Singleton
class RetentionRun {

  private static final Logger LOG = Logger.getLogger(RetentionRun.class);

  /** The flow of a whole day, and of the interval in which it begins. */
  private static final Duration FLOW = Duration.ofHours(25);

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
    Map<String, Long> removed = new TreeMap<>();
    return watch
        .run(
            Job.RETENTION,
            Multi.createFrom()
                .iterable(ages.entrySet())
                .onItem()
                .transformToUni(each -> remove(each.getKey(), each.getValue(), removed))
                .collectFailures()
                .concatenate()
                .collect()
                .last()
                .replaceWithVoid())
        .eventually(
            () -> {
              if (!removed.isEmpty()) {
                LOG.infof("retention run finished removed=%s", removed);
              }
            })
        .onFailure()
        .invoke(failed -> LOG.warnf("retention run failed cause=%s", failed))
        .onFailure()
        .recoverWithNull();
  }

  private Uni<Long> remove(Kind kind, Duration age, Map<String, Long> removed) {
    return retention
        .remove(kind, age)
        .invoke(
            rows -> {
              counters.get(kind).increment(rows);
              if (rows > 0) {
                removed.put(name(kind), rows);
              }
            });
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
