package io.cardflow.ordering;

import io.cardflow.ops.CardflowConfig;
import io.cardflow.ops.Job;
import io.cardflow.ops.JobWatch;
import io.cardflow.ops.NotConsuming;
import io.cardflow.store.ImmediateOrders;
import io.cardflow.store.OrderQueue;
import io.cardflow.store.OrderQueue.Portion;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.concurrent.atomic.AtomicInteger;
import org.jboss.logging.Logger;

/**
 * Collects waiting cards into order batches: on a schedule, and immediately after a request that
 * does not queue is committed. Can run on several replicas concurrently.
 */
@Singleton
class Collector {

  private static final Logger LOG = Logger.getLogger(Collector.class);

  private final OrderQueue queue;
  private final ImmediateOrders orders;
  private final Submitter submitter;
  private final OrderingMeters meters;
  private final JobWatch watch;
  private final BatchIds ids;
  private final boolean enabled;
  private final int size;
  private final long interval;
  private final AtomicInteger wakings = new AtomicInteger();
  private volatile long begun = System.nanoTime();

  Collector(
      OrderQueue queue,
      ImmediateOrders orders,
      Submitter submitter,
      OrderingMeters meters,
      JobWatch watch,
      BatchIds ids,
      CardflowConfig config) {
    this.queue = queue;
    this.orders = orders;
    this.submitter = submitter;
    this.meters = meters;
    this.watch = watch;
    this.ids = ids;
    this.enabled = config.gocards().url().isPresent();
    this.size = config.ordering().maxBatchSize();
    this.interval = config.ordering().every().toNanos();
  }

  void start(@Observes StartupEvent started) {
    if (enabled) {
      orders.listen(this::wake);
    }
  }

  /** Collects all waiting cards, including those whose immediate collection was lost in a crash. */
  @Scheduled(
      every = "{cardflow.ordering.every}",
      concurrentExecution = ConcurrentExecution.SKIP,
      skipExecutionIf = NotConsuming.class)
  Uni<Void> run() {
    begun = System.nanoTime();
    return watch
        .run(Job.BATCH_RUN, enabled ? batchRun() : Uni.createFrom().voidItem())
        .onFailure()
        .invoke(failed -> LOG.warnf("batch run failed cause=%s", failed.toString()))
        .onFailure()
        .recoverWithNull();
  }

  /** The time until the next scheduled run; 0 while one is late. */
  double secondsUntilRun() {
    return Math.max(0, begun + interval - System.nanoTime()) / 1e9;
  }

  private Uni<Void> batchRun() {
    return collect(true, 1)
        .flatMap(first -> collect(false, size).map(first::plus))
        .invoke(collected -> log(collected))
        .chain(meters::refresh);
  }

  private void log(Portion collected) {
    if (collected.cards() > 0) {
      LOG.infof(
          "batch run finished cards=%d batches=%d ms=%d",
          collected.cards(), collected.batches(), (System.nanoTime() - begun) / 1_000_000);
    }
  }

  /** Called after each unit of work with such cards; concurrent calls share one or two runs. */
  private void wake() {
    if (wakings.getAndIncrement() == 0) {
      collectImmediately();
    }
  }

  private void collectImmediately() {
    int seen = wakings.get();
    collect(true, 1)
        .subscribe()
        .with(
            collected -> rest(seen),
            failed -> {
              LOG.warnf("immediate collection failed cause=%s", failed.toString());
              wakings.set(0);
            });
  }

  private void rest(int seen) {
    if (wakings.addAndGet(-seen) > 0) {
      collectImmediately();
    }
  }

  /** Collects portions until one is not full; each is submitted while the next is claimed. */
  private Uni<Portion> collect(boolean immediate, int size) {
    return Uni.createFrom()
        .deferred(() -> queue.collect(ids.next(), immediate, size))
        .invoke(
            portion -> {
              if (portion.batches() > 0) {
                submitter.submitDue();
              }
            })
        .flatMap(
            portion ->
                portion.full()
                    ? collect(immediate, size).map(portion::plus)
                    : Uni.createFrom().item(portion));
  }
}
