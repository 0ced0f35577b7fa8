package io.cardflow.ops;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.ScheduledExecution;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;

/**
 * Skips a scheduled job in a process that only serves the API, and before a process has started or
 * when it stops.
 */
@Singleton
public class NotConsuming implements Scheduled.SkipPredicate {

  private final boolean enabled;
  private volatile boolean running;

  NotConsuming(CardflowConfig config) {
    this.enabled = config.inbox().enabled();
  }

  void start(@Observes StartupEvent started) {
    running = true;
  }

  void stop(@Observes ShutdownEvent stopping) {
    running = false;
  }

  @Override
  public boolean test(ScheduledExecution execution) {
    return !enabled || !running;
  }
}
