package io.cardflow.ordering;

import io.cardflow.ops.CardflowConfig;
import io.cardflow.ops.Job;
import io.cardflow.ops.JobWatch;
import io.cardflow.ops.NotConsuming;
import io.cardflow.store.Outage;
import io.cardflow.store.PushedEvent;
import io.cardflow.store.PushedEvents;
import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.time.Duration;
import org.jboss.logging.Logger;

/**
 * Applies events that the bureau pushed before their card was known, and drops those that become
 * too old. Every replica runs it, whether it takes pushes or not.
 */
@Singleton
class KeptEvents {

  private static final Logger LOG = Logger.getLogger(KeptEvents.class);

  /** The largest number of events in a run. */
  private static final int MOST = 100;

  private final PushedEvents events;
  private final MissedStatuses statuses;
  private final PushMeters meters;
  private final JobWatch watch;
  private final Duration keepFor;

  KeptEvents(
      PushedEvents events,
      MissedStatuses statuses,
      PushMeters meters,
      JobWatch watch,
      CardflowConfig config) {
    this.events = events;
    this.statuses = statuses;
    this.meters = meters;
    this.watch = watch;
    this.keepFor = config.gocards().push().keepFor();
  }

  @Scheduled(
      every = "2s",
      concurrentExecution = ConcurrentExecution.SKIP,
      skipExecutionIf = NotConsuming.class)
  Uni<Void> run() {
    return watch
        .run(Job.KEPT_EVENTS, apply().chain(this::expire))
        .onFailure()
        .invoke(failed -> LOG.warnf("kept events run failed cause=%s", failed))
        .onFailure()
        .recoverWithNull();
  }

  private Uni<Void> apply() {
    return events
        .claim(MOST)
        .flatMap(
            due ->
                Multi.createFrom()
                    .iterable(due)
                    .onItem()
                    .transformToUniAndConcatenate(this::apply)
                    .collect()
                    .asList())
        .flatMap(
            applied -> {
              meters.count(PushOutcome.APPLIED_LATER, applied.size());
              return applied.isEmpty() ? Uni.createFrom().voidItem() : events.done(applied);
            });
  }

  /** Returns the event if it is applied, else null. One that fails is tried again. */
  private Uni<PushedEvent> apply(PushedEvent event) {
    return (event.facts() == null
            ? events.ask(event.producerCardId())
            : Uni.createFrom()
                .deferred(
                    () -> statuses.publish(KeptFacts.report(event.producerCardId(), event.facts())))
                .map(sent -> sent != null))
        .map(known -> known ? event : null)
        .onFailure(failed -> !isOutage(failed))
        .recoverWithItem(
            failed -> {
              LOG.warnf("kept event failed cause=%s", failed.getClass().getSimpleName());
              return null;
            });
  }

  /** The others would wait for the same server. */
  private static boolean isOutage(Throwable failure) {
    return failure instanceof KafkaAway || Outage.isCauseOf(failure);
  }

  private Uni<Void> expire() {
    return events
        .expire(keepFor)
        .invoke(
            expired -> {
              meters.count(PushOutcome.EXPIRED, expired);
              if (expired > 0) {
                LOG.infof("kept events expired events=%d", expired);
              }
            })
        .replaceWithVoid();
  }
}
