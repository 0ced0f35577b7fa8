package io.cardflow.timers;

import io.cardflow.domain.Reminders;
import io.cardflow.ops.CardflowConfig;
import io.cardflow.ops.Job;
import io.cardflow.ops.NotConsuming;
import io.cardflow.store.ExpiryTimers;
import io.cardflow.store.ExpiryTimers.Due;
import io.cardflow.store.ExpiryTimers.Next;
import io.cardflow.wire.InternalMessage;
import io.cardflow.wire.TimerEncoder;
import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Sends timer messages for assignments that have expired or are about to. */
@Singleton
class ExpiryTimer {

  private final ExpiryTimers due;
  private final PortionRuns runs;
  private final TimerEncoder encoder;
  private final Reminders reminders;

  ExpiryTimer(ExpiryTimers due, PortionRuns runs, CardflowConfig config) {
    this.due = due;
    this.runs = runs;
    this.encoder = new TimerEncoder(config.source());
    this.reminders = new Reminders(config.expiry().reminders().orElse(List.of()));
  }

  @Scheduled(
      every = "{cardflow.expiry.every}",
      concurrentExecution = ConcurrentExecution.SKIP,
      skipExecutionIf = NotConsuming.class)
  Uni<Void> run() {
    return runs.watched(
        Job.EXPIRY, runs.run(Job.EXPIRY, (most, lease) -> due.claim(most, lease), this::portion));
  }

  private PortionRuns.Portion portion(List<Due> assignments) {
    List<InternalMessage> messages = new ArrayList<>();
    List<Next> next = new ArrayList<>();
    for (Due each : assignments) {
      Instant now = each.at();
      Duration point = reminders.current(each.validUntil(), now);
      if (!now.isBefore(each.validUntil())) {
        messages.add(
            encoder.expiry(
                each.cardId(), each.assignment(), each.validUntil(), each.attempts(), now));
        next.add(new Next(each, now.plus(Resend.after(each.attempts())), each.attempts() + 1));
      } else {
        if (point != null) {
          messages.add(
              encoder.reminder(
                  each.cardId(), each.assignment(), each.version(), each.validUntil(), point, now));
        }
        next.add(new Next(each, reminders.next(each.validUntil(), now), 0));
      }
    }
    return new PortionRuns.Portion(messages, () -> due.note(next));
  }
}
