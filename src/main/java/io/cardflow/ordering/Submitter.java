package io.cardflow.ordering;

import io.cardflow.ops.CardflowConfig;
import io.cardflow.ops.Job;
import io.cardflow.ops.JobWatch;
import io.cardflow.ops.NotConsuming;
import io.cardflow.store.ClaimLost;
import io.cardflow.store.OrderClaim;
import io.cardflow.store.OrderClaims;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.jboss.logging.Logger;

/** Claims batches whose next step is due and runs a limited number of them concurrently. */
@Singleton
class Submitter {

  private static final Logger LOG = Logger.getLogger(Submitter.class);

  /** The time of a step in addition to its calls. */
  private static final Duration MARGIN = Duration.ofSeconds(5);

  /** A step may log in, look up, read a layout, renew its token and send the order. */
  private static final int CALLS = 5;

  private final OrderClaims claims;
  private final Submission submission;
  private final Gate gate;
  private final JobWatch watch;
  private final boolean enabled;
  private final int most;
  private final Duration limit;
  private final Duration lease;
  private final AtomicInteger running = new AtomicInteger();
  private final AtomicBoolean claiming = new AtomicBoolean();
  private final AtomicBoolean again = new AtomicBoolean();
  private volatile boolean stopped;

  Submitter(
      OrderClaims claims, Submission submission, Gate gate, JobWatch watch, CardflowConfig config) {
    this.claims = claims;
    this.submission = submission;
    this.gate = gate;
    this.watch = watch;
    this.enabled = config.gocards().url().isPresent();
    this.most = config.ordering().maxConcurrentSubmissions();
    Duration timeout = config.gocards().timeout();
    this.limit = timeout.multipliedBy(CALLS).plus(MARGIN);
    // A call in progress when the step times out may still take its time to connect and to answer.
    this.lease = limit.plus(timeout.multipliedBy(2)).plus(MARGIN);
  }

  /** Batches also become due by time: after a failure, or when a replica died. */
  @Scheduled(
      every = "1s",
      concurrentExecution = ConcurrentExecution.SKIP,
      skipExecutionIf = NotConsuming.class)
  Uni<Void> tick() {
    submitDue();
    return Uni.createFrom().voidItem();
  }

  /** Steps in progress are finished, or claimed by another replica after the claim expires. */
  void stop(@Observes ShutdownEvent stopping) {
    stopped = true;
  }

  /** Starts the steps that are due, up to the limit; does not block. */
  void submitDue() {
    if (!enabled || stopped) {
      watch.succeeded(Job.SUBMISSION);
      return;
    }
    if (!claiming.compareAndSet(false, true)) {
      again.set(true);
      return;
    }
    again.set(false);
    int free = gate.admits(most - running.get());
    if (free <= 0) {
      claiming.set(false);
      watch.succeeded(Job.SUBMISSION);
      return;
    }
    claims
        .submissions(free, lease)
        .subscribe()
        .with(
            claimed -> {
              watch.succeeded(Job.SUBMISSION);
              running.addAndGet(claimed.size());
              claiming.set(false);
              claimed.forEach(this::begin);
              if (again.get()) {
                submitDue();
              }
            },
            failed -> {
              claiming.set(false);
              watch.failed(Job.SUBMISSION, failed);
              LOG.warnf("order claim failed cause=%s", failed.getMessage());
            });
  }

  private void begin(OrderClaim claim) {
    submission
        .step(claim)
        .ifNoItem()
        .after(limit)
        .fail()
        .subscribe()
        .with(done -> end(), failed -> fail(claim, failed));
  }

  private void end() {
    running.decrementAndGet();
    submitDue();
  }

  /** The claim expires, and the batch is looked up then. */
  private void fail(OrderClaim claim, Throwable failed) {
    if (failed instanceof ClaimLost) {
      LOG.debug(failed.getMessage());
    } else {
      LOG.warnf("order submission failed batch=%s cause=%s", claim.batchId(), failed);
      LOG.debug("order submission", failed);
    }
    running.decrementAndGet();
  }
}
