package io.cardflow.ordering;

import io.cardflow.ops.CardflowConfig;
import io.cardflow.ops.Job;
import io.cardflow.ops.JobWatch;
import io.cardflow.ops.NotConsuming;
import io.cardflow.store.ClaimLost;
import io.cardflow.store.OrderClaim;
import io.cardflow.store.OrderClaims;
import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.List;
import org.jboss.logging.Logger;

/** Finds open orders without recent notifications and reconciles them with the bureau. */
@Singleton
class Reconciler {

  private static final Logger LOG = Logger.getLogger(Reconciler.class);

  /** How many orders are claimed together; a run claims portions until none is left. */
  private static final int PORTION = 20;

  private static final int CALLS = 3;
  private static final Duration MARGIN = Duration.ofSeconds(5);

  private final OrderClaims claims;
  private final Reconciliation reconciliation;
  private final Gate gate;
  private final JobWatch watch;
  private final boolean enabled;
  private final int concurrency;
  private final Duration limit;

  Reconciler(
      OrderClaims claims,
      Reconciliation reconciliation,
      Gate gate,
      JobWatch watch,
      CardflowConfig config) {
    this.claims = claims;
    this.reconciliation = reconciliation;
    this.gate = gate;
    this.watch = watch;
    this.enabled = config.gocards().url().isPresent();
    this.concurrency = config.ordering().maxConcurrentSubmissions();
    this.limit = config.gocards().timeout().multipliedBy(CALLS).plus(MARGIN);
  }

  /** Reconciles all orders that are due. */
  @Scheduled(
      every = "{cardflow.ordering.every}",
      concurrentExecution = ConcurrentExecution.SKIP,
      skipExecutionIf = NotConsuming.class)
  Uni<Void> run() {
    return watch
        .run(Job.RECONCILIATION, enabled ? portions() : Uni.createFrom().voidItem())
        .onFailure()
        .invoke(failed -> LOG.warnf("order reconciliation run failed cause=%s", failed.toString()))
        .onFailure()
        .recoverWithNull();
  }

  private Uni<Void> portions() {
    int most = gate.admits(PORTION);
    if (most == 0) {
      return Uni.createFrom().voidItem();
    }
    // Orders at the end of a portion wait for those before them.
    Duration lease = limit.multipliedBy(1 + most / concurrency).plus(MARGIN);
    return claims
        .reconciliations(most, lease)
        .flatMap(
            due ->
                each(due)
                    .chain(() -> due.size() == PORTION ? portions() : Uni.createFrom().voidItem()));
  }

  private Uni<Void> each(List<OrderClaim> due) {
    return Multi.createFrom()
        .iterable(due)
        .onItem()
        .transformToUni(this::step)
        .merge(concurrency)
        .collect()
        .last()
        .replaceWithVoid();
  }

  /** A failure ends only its own step; the order is due again when the claim expires. */
  private Uni<Void> step(OrderClaim claim) {
    return reconciliation
        .step(claim)
        .ifNoItem()
        .after(limit)
        .fail()
        .onFailure(ClaimLost.class)
        .recoverWithNull()
        .onFailure()
        .recoverWithItem(
            failed -> {
              LOG.warnf("order reconciliation failed batch=%s cause=%s", claim.batchId(), failed);
              return null;
            })
        .invoke(() -> watch.succeeded(Job.RECONCILIATION));
  }
}
