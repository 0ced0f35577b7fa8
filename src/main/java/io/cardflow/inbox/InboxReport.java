package io.cardflow.inbox;

import io.cardflow.ops.NotConsuming;
import io.cardflow.store.Signals;
import io.cardflow.store.Summaries;
import io.cardflow.store.Summaries.HaltedPartition;
import io.micrometer.core.instrument.Clock;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.List;
import org.jboss.logging.Logger;

/**
 * Stores which partitions this replica has halted, and the lag, so that every process can show
 * them.
 */
@Singleton
class InboxReport {

  private static final Logger LOG = Logger.getLogger(InboxReport.class);

  private final Inbox inbox;
  private final KafkaClients clients;
  private final Summaries summaries;
  private final Signals signals;
  private final LagMonitor lag;
  private final Clock clock;

  InboxReport(
      Inbox inbox,
      KafkaClients clients,
      Summaries summaries,
      Signals signals,
      LagMonitor lag,
      MeterRegistry registry) {
    this.inbox = inbox;
    this.clients = clients;
    this.summaries = summaries;
    this.signals = signals;
    this.lag = lag;
    this.clock = registry.config().clock();
  }

  @Scheduled(
      every = "10s",
      concurrentExecution = ConcurrentExecution.SKIP,
      skipExecutionIf = NotConsuming.class)
  Uni<Void> run() {
    return summaries
        .report(clients.instance(), halted())
        .chain(this::reportLag)
        .onFailure()
        .invoke(failed -> LOG.warnf("inbox report failed cause=%s", failed))
        .onFailure()
        .recoverWithNull();
  }

  private Uni<Void> reportLag() {
    return lag.figures()
        .map(known -> signals.reportLag(known.lag(), known.oldestSeconds(clock)))
        .orElseGet(() -> Uni.createFrom().voidItem());
  }

  private List<HaltedPartition> halted() {
    List<HaltedPartition> halted = new ArrayList<>();
    for (Lane lane : inbox.lanes()) {
      lane.status()
          .halts()
          .forEach(
              (partition, halt) ->
                  halted.add(
                      new HaltedPartition(partition, halt.reason().name(), halt.detail(), null)));
    }
    return halted;
  }
}
