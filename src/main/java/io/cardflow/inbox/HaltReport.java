package io.cardflow.inbox;

import io.cardflow.ops.NotConsuming;
import io.cardflow.store.Summaries;
import io.cardflow.store.Summaries.HaltedPartition;
import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.List;
import org.jboss.logging.Logger;

/** Stores which partitions this replica has halted, so that every process can show them. */
@Singleton
class HaltReport {

  private static final Logger LOG = Logger.getLogger(HaltReport.class);

  private final Inbox inbox;
  private final KafkaClients clients;
  private final Summaries summaries;

  HaltReport(Inbox inbox, KafkaClients clients, Summaries summaries) {
    this.inbox = inbox;
    this.clients = clients;
    this.summaries = summaries;
  }

  @Scheduled(
      every = "10s",
      concurrentExecution = ConcurrentExecution.SKIP,
      skipExecutionIf = NotConsuming.class)
  Uni<Void> run() {
    return summaries
        .report(clients.instance(), halted())
        .onFailure()
        .invoke(failed -> LOG.warnf("halt report failed cause=%s", failed))
        .onFailure()
        .recoverWithNull();
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
