package io.cardflow.ordering;

import io.cardflow.ops.CardflowConfig;
import io.cardflow.ops.Job;
import io.cardflow.ops.JobWatch;
import io.cardflow.store.BatchStore;
import io.cardflow.store.OrderQueue;
import io.cardflow.store.OrderQueue.Portion;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ApplicationNotRunning;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.concurrent.atomic.AtomicInteger;
import org.jboss.logging.Logger;

/**
 * Collects waiting cards into order batches: on a schedule, and, for requests that do not queue, as
 * soon as they are stored. It may run on every replica at once.
 */
@Singleton
class Collector {

  private static final Logger LOG = Logger.getLogger(Collector.class);

  private final OrderQueue queue;
  private final BatchStore inbox;
  private final Submitter submitter;
  private final OrderingMeters meters;
  private final JobWatch watch;
  private final BatchIds ids;
  private final boolean enabled;
  private final int size;
  private final AtomicInteger wakings = new AtomicInteger();

  Collector(
      OrderQueue queue,
      BatchStore inbox,
      Submitter submitter,
      OrderingMeters meters,
      JobWatch watch,
      BatchIds ids,
      CardflowConfig config) {
    this.queue = queue;
    this.inbox = inbox;
    this.submitter = submitter;
    this.meters = meters;
    this.watch = watch;
    this.ids = ids;
    this.enabled = config.gocards().url().isPresent();
    this.size = config.ordering().maxBatchSize();
  }

  void start(@Observes StartupEvent started) {
    if (enabled) {
      inbox.whenCardsAreToBeOrderedAtOnce(this::wake);
    }
  }

  /** A batch run: all cards that wait, those included whose waking a crash has swallowed. */
  @Scheduled(
      every = "{cardflow.ordering.every}",
      concurrentExecution = ConcurrentExecution.SKIP,
      skipExecutionIf = ApplicationNotRunning.class)
  Uni<Void> run() {
    return watch
        .run(Job.BATCH_RUN, enabled ? batchRun() : Uni.createFrom().voidItem())
        .onFailure()
        .invoke(failed -> LOG.warnf("batch run failed cause=%s", failed.toString()))
        .onFailure()
        .recoverWithNull();
  }

  private Uni<Void> batchRun() {
    long begun = System.nanoTime();
    return collect(true, 1)
        .chain(
            () ->
                collect(false, size)
                    .invoke(
                        collected ->
                            LOG.infof(
                                "batch run cards=%d batches=%d ms=%d",
                                collected.cards(),
                                collected.batches(),
                                (System.nanoTime() - begun) / 1_000_000)))
        .chain(meters::refresh);
  }

  /** Called for each unit of work that brought such cards; many at once make one or two runs. */
  private void wake() {
    if (wakings.getAndIncrement() == 0) {
      collectAtOnce();
    }
  }

  private void collectAtOnce() {
    int seen = wakings.get();
    collect(true, 1)
        .subscribe()
        .with(
            collected -> rest(seen),
            failed -> {
              LOG.warnf("collecting at once failed cause=%s", failed.toString());
              wakings.set(0);
            });
  }

  private void rest(int seen) {
    if (wakings.addAndGet(-seen) > 0) {
      collectAtOnce();
    }
  }

  /** Portion after portion, until one is not full; each is submitted while the next is claimed. */
  private Uni<Portion> collect(boolean atOnce, int size) {
    return Uni.createFrom()
        .deferred(() -> queue.collect(ids.next(), atOnce, size))
        .invoke(
            portion -> {
              if (portion.batches() > 0) {
                submitter.submitDue();
              }
            })
        .flatMap(
            portion ->
                portion.full()
                    ? collect(atOnce, size).map(portion::plus)
                    : Uni.createFrom().item(portion));
  }
}
