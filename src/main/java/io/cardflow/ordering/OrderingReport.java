package io.cardflow.ordering;

import io.cardflow.ops.CardflowConfig;
import io.cardflow.ops.NotConsuming;
import io.cardflow.store.Signals;
import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import org.jboss.logging.Logger;

/** Stores when the next batch run is and how the bureau answers, so that every process shows it. */
@Singleton
class OrderingReport {

  private static final Logger LOG = Logger.getLogger(OrderingReport.class);

  private final Gate gate;
  private final Collector collector;
  private final Signals signals;
  private final boolean enabled;
  private final double interval;

  OrderingReport(Gate gate, Collector collector, Signals signals, CardflowConfig config) {
    this.gate = gate;
    this.collector = collector;
    this.signals = signals;
    this.enabled = config.gocards().url().isPresent();
    this.interval = config.ordering().every().toMillis() / 1_000.0;
  }

  @Scheduled(
      every = "10s",
      concurrentExecution = ConcurrentExecution.SKIP,
      skipExecutionIf = NotConsuming.class)
  Uni<Void> run() {
    return signals
        .reportOrdering(enabled ? collector.secondsUntilRun() : null, interval, gate.calls())
        .onFailure()
        .invoke(failed -> LOG.warnf("ordering report failed cause=%s", failed))
        .onFailure()
        .recoverWithNull();
  }
}
