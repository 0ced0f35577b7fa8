package io.cardflow.ops;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * Tracks when each scheduled job of this process last succeeded. A run may fail or take long, but a
 * job of which neither a run nor a portion of one succeeds does not work, for any reason, and is
 * reported as late.
 */
@Singleton
public class JobWatch {

  /** The number of intervals by which a job may be late. */
  private static final int LATE_INTERVALS = 3;

  /** Frequent jobs get enough time to discard a silent connection and run again. */
  private static final Duration LEAST_LATE = Duration.ofSeconds(60);

  private final Clock clock;
  private final LongSupplier nanoTime;
  private final Map<Job, Success> last = new EnumMap<>(Job.class);
  private final Map<Job, Duration> intervals = new EnumMap<>(Job.class);

  @Inject
  JobWatch(MeterRegistry registry, Clock clock, CardflowConfig config) {
    this(registry, clock, config, System::nanoTime);
  }

  JobWatch(MeterRegistry registry, Clock clock, CardflowConfig config, LongSupplier nanoTime) {
    this.clock = clock;
    this.nanoTime = nanoTime;
    for (Job job : Job.values()) {
      last.put(job, new Success(clock.millis(), nanoTime.getAsLong()));
      if (!job.runsWith(config)) {
        continue;
      }
      // A job that never runs also becomes late.
      intervals.put(job, job.interval(config));
      Gauge.builder(Metric.JOB_LAST_SUCCESS.id(), () -> last.get(job).unixSeconds)
          .description(Metric.JOB_LAST_SUCCESS.description())
          .baseUnit("seconds")
          .tag("job", job.id())
          .register(registry);
    }
  }

  /**
   * Runs a job with a deadline, since the next run starts only after this one has ended. Fails as
   * the run does, or with {@link DeadlineExceeded}.
   */
  public <T> Uni<T> run(Job job, Uni<T> run) {
    return Deadline.RUN
        .of(run)
        .onItem()
        .invoke(() -> succeeded(job))
        .onFailure()
        .invoke(failed -> failed(job, failed));
  }

  /** Records that a run, or a portion of one, succeeded. */
  public void succeeded(Job job) {
    last.get(job).now(clock.millis(), nanoTime.getAsLong());
  }

  /** Records that a run failed. */
  public void failed(Job job, Throwable failure) {
    last.get(job).failure = failure.getClass().getSimpleName();
  }

  /** The jobs that are late beyond their tolerance, by job, each with a line of text. */
  Map<Job, String> late() {
    Map<Job, String> late = new EnumMap<>(Job.class);
    for (Job job : intervals.keySet()) {
      late(job).ifPresent(line -> late.put(job, line));
    }
    return late;
  }

  private Optional<String> late(Job job) {
    Success success = last.get(job);
    Duration interval = intervals.get(job);
    Duration allowed = interval.multipliedBy(LATE_INTERVALS);
    Duration by = Duration.ofNanos(nanoTime.getAsLong() - success.nanoTime).minus(interval);
    if (by.compareTo(allowed) <= 0 || by.compareTo(LEAST_LATE) <= 0) {
      return Optional.empty();
    }
    String failure = success.failure;
    return Optional.of(
        "late by %d s, last failure: %s"
            .formatted(by.toSeconds(), failure == null ? "none" : failure));
  }

  /**
   * When a job last succeeded, by both clocks, since lateness must not jump with the wall clock.
   */
  private static final class Success {

    private volatile double unixSeconds;
    private volatile long nanoTime;
    private volatile String failure;

    Success(long unixMillis, long nanos) {
      now(unixMillis, nanos);
    }

    void now(long unixMillis, long nanos) {
      unixSeconds = unixMillis / 1_000.0;
      nanoTime = nanos;
      failure = null;
    }
  }
}
