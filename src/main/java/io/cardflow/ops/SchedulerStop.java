package io.cardflow.ops;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.scheduler.Scheduler;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;

/** Stops the scheduler before anything else, so that no job starts on closed resources. */
@Singleton
final class SchedulerStop {

  void stop(@Observes @Priority(1) ShutdownEvent stopping, Scheduler scheduler) {
    scheduler.pause();
  }
}
