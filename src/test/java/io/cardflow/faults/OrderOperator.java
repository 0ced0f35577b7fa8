package io.cardflow.faults;

import io.cardflow.local.gocards.GoCardsSimulator;
import io.cardflow.local.gocards.Ledger;
import io.cardflow.servers.Database;
import io.cardflow.store.OrderResolutions;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.Pool;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** A person who looks at the bureau for each order in doubt, and resolves it. */
final class OrderOperator implements AutoCloseable {

  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private final FaultRun run;
  private final GoCardsSimulator bureau;
  private final Vertx vertx = Vertx.vertx();
  private final Pool pool;
  private final OrderResolutions resolutions;
  private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor();
  private final Set<String> resolved = ConcurrentHashMap.newKeySet();

  /** Batches that were in doubt at the last look: a call to the bureau may still arrive. */
  private Set<String> seen = Set.of();

  OrderOperator(FaultRun run, GoCardsSimulator bureau, Database database) {
    this.run = run;
    this.bureau = bureau;
    this.pool = database.pool(vertx, 2);
    this.resolutions = new OrderResolutions(pool);
  }

  /** Begins to work. */
  @SuppressWarnings("FutureReturnValueIgnored") // It ends when the operator is closed.
  OrderOperator begin() {
    clock.scheduleWithFixedDelay(this::look, 3, 3, TimeUnit.SECONDS);
    return this;
  }

  /** The number of orders that were resolved. */
  int resolved() {
    return resolved.size();
  }

  /** A look that fails is repeated. */
  private void look() {
    try {
      lookAtOrders();
    } catch (RuntimeException failed) {
      System.err.println("the operator looks again after " + failed);
    }
  }

  private void lookAtOrders() {
    Set<String> inDoubt =
        run.pairs("SELECT id, id FROM order_batch WHERE status = 'UNKNOWN' AND due_at IS NULL")
            .keySet();
    inDoubt.stream().filter(seen::contains).forEach(this::resolve);
    seen = inDoubt;
  }

  private void resolve(String batch) {
    Optional<Ledger.Entry> order =
        bureau.ledger().orders().stream().filter(each -> each.batchId().equals(batch)).findAny();
    Uni<OrderResolutions.Result> done =
        order
            .map(found -> resolutions.taken(batch, found.orderId()))
            .orElseGet(() -> resolutions.notTaken(batch));
    if (done.await().atMost(PATIENCE) == OrderResolutions.Result.RESOLVED) {
      resolved.add(batch);
    }
  }

  @Override
  public void close() {
    clock.shutdownNow();
    pool.close().toCompletionStage().toCompletableFuture().join();
    vertx.close().toCompletionStage().toCompletableFuture().join();
  }
}
