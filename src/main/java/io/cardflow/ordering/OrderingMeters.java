package io.cardflow.ordering;

import io.cardflow.domain.OrderStatus;
import io.cardflow.ops.Metric;
import io.cardflow.store.OrderBatches;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.util.Locale;
import java.util.Map;

/** The metrics of ordering. */
@Singleton
class OrderingMeters {

  private final MeterRegistry registry;
  private final OrderBatches batches;
  private volatile Map<OrderStatus, Long> counts = Map.of();

  OrderingMeters(MeterRegistry registry, OrderBatches batches) {
    this.registry = registry;
    this.batches = batches;
    for (OrderStatus status : OrderStatus.values()) {
      Gauge.builder(Metric.ORDERS.id(), () -> counts.getOrDefault(status, 0L))
          .description(Metric.ORDERS.description())
          .tag("status", status.name())
          .register(registry);
    }
  }

  /** Updates the number of batches by status that the gauges report. */
  Uni<Void> refresh() {
    return batches.counts().invoke(fresh -> counts = fresh).replaceWithVoid();
  }

  void submitted(Reply reply) {
    count(Metric.SUBMISSIONS, outcome(reply));
  }

  /** Counts an answered question. */
  void reconciled() {
    count(Metric.RECONCILIATIONS, "received");
  }

  /** Counts a question that failed. */
  void reconciled(Fault fault) {
    count(Metric.RECONCILIATIONS, name(fault));
  }

  /** Counts values of an answer that could not be used. */
  void leftOut(int values) {
    if (values > 0) {
      registry.counter(Metric.FACTS_LEFT_OUT.id()).increment(values);
    }
  }

  /** Returns the outcome of a reply for metrics and logs: {@code taken}, or the fault. */
  static String outcome(Reply reply) {
    if (reply instanceof Reply.Failed failed) {
      return name(failed.fault());
    }
    if (reply instanceof Reply.Taken) {
      return "taken";
    }
    return reply instanceof Reply.Refused ? "refused" : "not_received";
  }

  private void count(Metric metric, String outcome) {
    Counter.builder(metric.id())
        .description(metric.description())
        .tag("outcome", outcome)
        .register(registry)
        .increment();
  }

  private static String name(Fault fault) {
    return fault.code().name().toLowerCase(Locale.ROOT);
  }
}
