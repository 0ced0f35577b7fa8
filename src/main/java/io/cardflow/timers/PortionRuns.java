package io.cardflow.timers;

import io.cardflow.domain.Position;
import io.cardflow.internalmessages.InternalMessages;
import io.cardflow.ops.Job;
import io.cardflow.ops.JobWatch;
import io.cardflow.store.BatchStore;
import io.cardflow.wire.InternalMessage;
import io.quarkus.runtime.ShutdownEvent;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jboss.logging.Logger;

/**
 * Processes due cards in portions: claim, send, record as sent, wait until decided. Commands
 * therefore never wait behind more than one portion per replica, however many cards are due. Claims
 * of a replica that dies expire; the messages are then sent again with the same ids.
 */
@Singleton
class PortionRuns {

  private static final Logger LOG = Logger.getLogger(PortionRuns.class);

  private static final int PORTION = 250;
  private static final Duration LEASE = Duration.ofSeconds(15);
  private static final Duration POLL = Duration.ofMillis(20);

  /** How long to wait for a portion, in total and without progress: a partition may be halted. */
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  private static final Duration STANDSTILL = Duration.ofMillis(500);

  /** Claims the next due items. */
  interface Claim<T> {
    Uni<List<T>> take(int most, Duration lease);
  }

  /**
   * One portion.
   *
   * @param noted records that the messages were sent
   */
  record Portion(List<InternalMessage> messages, Supplier<Uni<Void>> noted) {}

  private final InternalMessages sender;
  private final BatchStore store;
  private final JobWatch watch;
  private volatile boolean stopping;

  PortionRuns(InternalMessages sender, BatchStore store, JobWatch watch) {
    this.sender = sender;
    this.store = store;
    this.watch = watch;
  }

  /** A started portion is finished; no other is started. */
  void stop(@Observes @Priority(1) ShutdownEvent stopped) {
    stopping = true;
  }

  /** Runs a timer job; a failure is logged and ends the run, and the next run continues. */
  Uni<Void> watched(Job job, Uni<Void> run) {
    return watch
        .run(job, run)
        .onFailure()
        .invoke(failed -> LOG.warnf("%s run failed cause=%s", job.id(), failed))
        .onFailure()
        .recoverWithNull();
  }

  /** Runs until nothing is due or a step fails. */
  <T> Uni<Void> run(Job job, Claim<T> claim, Function<List<T>, Portion> portion) {
    long begun = System.nanoTime();
    AtomicInteger sent = new AtomicInteger();
    return Uni.createFrom()
        .deferred(() -> stopping ? Uni.createFrom().item(List.<T>of()) : claim.take(PORTION, LEASE))
        .flatMap(
            due ->
                due.isEmpty()
                    ? Uni.createFrom().item(0)
                    : work(portion.apply(due), sent)
                        .invoke(() -> watch.succeeded(job))
                        .replaceWith(due.size()))
        .repeat()
        .whilst(size -> size == PORTION && !stopping)
        .collect()
        .last()
        .replaceWithVoid()
        .eventually(
            () -> {
              if (sent.get() > 0) {
                LOG.infof(
                    "%s run finished sent=%d ms=%d",
                    job.id(), sent.get(), (System.nanoTime() - begun) / 1_000_000);
              }
            });
  }

  private Uni<Void> work(Portion portion, AtomicInteger sent) {
    return sender
        .send(portion.messages())
        .invoke(positions -> sent.addAndGet(positions.size()))
        .call(() -> portion.noted().get())
        .chain(this::decided);
  }

  /** Completes when the messages are decided, or when that takes too long. */
  private Uni<Void> decided(List<Position> messages) {
    if (messages.isEmpty()) {
      return Uni.createFrom().voidItem();
    }
    Progress progress = new Progress(messages.size());
    return Uni.createFrom()
        .voidItem()
        .onItem()
        .delayIt()
        .by(POLL)
        .chain(() -> store.decided(messages))
        .repeat()
        .until(progress::isEnough)
        .collect()
        .last()
        .replaceWithVoid();
  }

  /** How many messages of a portion are decided. */
  private static final class Progress {

    private final int all;
    private final long begun = System.nanoTime();
    private long moved = begun;
    private int decided;

    Progress(int all) {
      this.all = all;
    }

    boolean isEnough(int now) {
      long time = System.nanoTime();
      if (now > decided) {
        decided = now;
        moved = time;
      }
      return decided == all
          || time - begun > PATIENCE.toNanos()
          || time - moved > STANDSTILL.toNanos();
    }
  }
}
