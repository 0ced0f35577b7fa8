package io.cardflow.ops;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cardflow.servers.WorkerSettings;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.smallrye.mutiny.Uni;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicLong;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.junit.jupiter.api.Test;

class JobWatchTest {

  private final AtomicLong nanoTime = new AtomicLong();
  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
  private Instant now = Instant.parse("2026-01-01T00:00:00Z");
  private final JobWatch watch =
      new JobWatch(
          registry,
          new Clock() {
            @Override
            public Instant instant() {
              return now;
            }

            @Override
            public ZoneOffset getZone() {
              return ZoneOffset.UTC;
            }

            @Override
            public Clock withZone(java.time.ZoneId zone) {
              return this;
            }
          },
          WorkerSettings.config(
              Map.of("cardflow.ordering.every", "60s", "cardflow.expiry.every", "30s")),
          nanoTime::get);

  @Test
  void noJobIsLateAtTheStart() {
    assertEquals(Map.of(), watch.late());
  }

  @Test
  void aJobIsLateAfterMoreThanThreeIntervalsBeyondTheOneInWhichItWasDue() {
    pass(Duration.ofSeconds(120));
    watch.succeeded(Job.SUBMISSION);
    watch.succeeded(Job.KEPT_EVENTS);
    watch.succeeded(Job.RETENTION);
    watch.succeeded(Job.ERASURE);
    assertEquals(Map.of(), watch.late());
    pass(Duration.ofSeconds(1));
    assertEquals(List.of(Job.EXPIRY, Job.DWELL, Job.FIGURES), List.copyOf(watch.late().keySet()));
    assertEquals("late by 91 s, last failure: none", watch.late().get(Job.EXPIRY));
  }

  @Test
  void aFrequentJobMayBeLateByAMinute() {
    pass(Duration.ofSeconds(61));
    assertEquals(Map.of(), watch.late());
    pass(Duration.ofSeconds(1));
    assertEquals(List.of(Job.SUBMISSION), List.copyOf(watch.late().keySet()));
  }

  @Test
  void theLastFailureIsNamedOnlyByItsClass() {
    Uni<Void> run =
        watch.run(
            Job.EXPIRY, Uni.createFrom().failure(new IllegalArgumentException("the holder is X")));
    assertThrows(IllegalArgumentException.class, () -> await(run));
    pass(Duration.ofSeconds(600));
    assertEquals(
        "late by 570 s, last failure: IllegalArgumentException", watch.late().get(Job.EXPIRY));
  }

  @Test
  void aSuccessEndsTheLatenessAndUpdatesTheGauge() {
    pass(Duration.ofSeconds(600));
    now = now.plusSeconds(600);
    await(watch.run(Job.EXPIRY, Uni.createFrom().voidItem()));

    assertEquals(null, watch.late().get(Job.EXPIRY));
    assertEquals(now.getEpochSecond(), gauge(Job.EXPIRY));
    assertEquals(now.getEpochSecond() - 600, gauge(Job.DWELL));
  }

  @Test
  void settingTheClockMakesNoJobLate() {
    now = now.plusSeconds(86_400);
    assertEquals(Map.of(), watch.late());
  }

  @Test
  void aProcessTracksOnlyTheJobsThatItRuns() {
    assertNull(registry.find(Metric.JOB_LAST_SUCCESS.id()).tag("job", Job.AUDIT.id()).gauge());
    SimpleMeterRegistry other = new SimpleMeterRegistry();
    JobWatch api =
        new JobWatch(
            other,
            Clock.systemUTC(),
            WorkerSettings.config(
                Map.of("cardflow.inbox.enabled", "false", "cardflow.console.enabled", "true")),
            nanoTime::get);
    pass(Duration.ofDays(1));
    assertEquals(Set.of(Job.AUDIT, Job.ACTION), api.late().keySet());
    assertEquals(2, other.find(Metric.JOB_LAST_SUCCESS.id()).gauges().size());
  }

  @Test
  void auditEntriesThatWaitLeaveTheProcessReady() {
    JobWatch api =
        new JobWatch(
            new SimpleMeterRegistry(),
            Clock.systemUTC(),
            WorkerSettings.config(
                Map.of("cardflow.inbox.enabled", "false", "cardflow.console.enabled", "true")),
            nanoTime::get);
    pass(Duration.ofDays(1));
    HealthCheckResponse ready = new JobReadiness(api).call();
    assertEquals(HealthCheckResponse.Status.UP, ready.getStatus());
    assertTrue(ready.getData().orElseThrow().containsKey(Job.AUDIT.id()));
    assertEquals(HealthCheckResponse.Status.DOWN, new JobReadiness(watch).call().getStatus());
  }

  private void pass(Duration time) {
    nanoTime.addAndGet(time.toNanos());
  }

  private double gauge(Job job) {
    return registry.get(Metric.JOB_LAST_SUCCESS.id()).tag("job", job.id()).gauge().value();
  }

  private static void await(Uni<Void> run) {
    try {
      run.subscribeAsCompletionStage().join();
    } catch (CompletionException failed) {
      throw (RuntimeException) failed.getCause();
    }
  }
}
