package io.cardflow.ordering;

import io.cardflow.ops.Metric;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.inject.Singleton;

/** Counts the bureau's pushes. */
@Singleton
public class PushMeters {

  private final MeterRegistry registry;

  PushMeters(MeterRegistry registry) {
    this.registry = registry;
  }

  /** Counts one outcome. */
  public void count(PushOutcome outcome) {
    count(outcome, 1);
  }

  void count(PushOutcome outcome, int times) {
    if (times > 0) {
      Counter.builder(Metric.PUSHES.id())
          .description(Metric.PUSHES.description())
          .tag("outcome", outcome.id())
          .register(registry)
          .increment(times);
    }
  }
}
