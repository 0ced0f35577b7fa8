package io.cardflow.timers;

import io.cardflow.domain.CardState;
import io.cardflow.ops.CardflowConfig;
import io.cardflow.ops.Job;
import io.cardflow.ops.NotConsuming;
import io.cardflow.store.DwellLimits;
import io.cardflow.store.DwellTimers;
import io.cardflow.store.DwellTimers.Due;
import io.cardflow.store.DwellTimers.Next;
import io.cardflow.wire.InternalMessage;
import io.cardflow.wire.TimerEncoder;
import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import io.smallrye.mutiny.CompositeException;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.List;

/** Sends a timer message for each card that exceeds the dwell limit of its state. */
@Singleton
class DwellTimer {

  private final DwellTimers due;
  private final PortionRuns runs;
  private final TimerEncoder encoder;
  private final DwellLimits limits;

  DwellTimer(DwellTimers due, PortionRuns runs, CardflowConfig config) {
    this.due = due;
    this.runs = runs;
    this.encoder = new TimerEncoder(config.source());
    this.limits = DwellLimits.of(config.dwell());
  }

  @Scheduled(
      every = "{cardflow.expiry.every}",
      concurrentExecution = ConcurrentExecution.SKIP,
      skipExecutionIf = NotConsuming.class)
  Uni<Void> run() {
    return runs.watched(
        Job.DWELL,
        Multi.createFrom()
            .iterable(limits.byState().entrySet())
            .onItem()
            .transformToUni(each -> run(each.getKey(), each.getValue()))
            .collectFailures()
            .concatenate()
            .collect()
            .last()
            .replaceWithVoid()
            .onFailure(CompositeException.class)
            .transform(several -> several.getCauses().get(0)));
  }

  /** A failure for one state does not affect the others. */
  private Uni<Void> run(CardState state, Duration limit) {
    return runs.run(
        Job.DWELL,
        (most, lease) -> due.claim(state, limit, most, lease),
        stays -> portion(stays, limit));
  }

  private PortionRuns.Portion portion(List<Due> stays, Duration limit) {
    List<InternalMessage> messages =
        stays.stream()
            .map(
                each ->
                    encoder.dwellExceeded(
                        each.cardId(),
                        each.state(),
                        each.since(),
                        limit,
                        each.attempts(),
                        each.at()))
            .toList();
    List<Next> next =
        stays.stream()
            .map(each -> new Next(each, each.at().plus(Resend.after(each.attempts()))))
            .toList();
    return new PortionRuns.Portion(messages, () -> due.note(next));
  }
}
