package io.cardflow.ops;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.scheduler.Scheduler;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;

/**
 * Ends the schedule before anything else stops, so that no job begins on what is closed already.
 */
@Singleton
final class SchedulerStop {

  void stop(@Observes @Priority(1) ShutdownEvent stopping, Scheduler scheduler) {
    scheduler.pause();
  }
}
