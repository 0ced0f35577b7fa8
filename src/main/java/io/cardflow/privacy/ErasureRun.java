package io.cardflow.privacy;

import io.cardflow.domain.ErasureResult;
import io.cardflow.domain.ErasureResult.Outcome;
import io.cardflow.ops.Job;
import io.cardflow.ops.JobWatch;
import io.cardflow.ops.Metric;
import io.cardflow.ops.NotConsuming;
import io.cardflow.store.Erasures;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import org.jboss.logging.Logger;

/** Carries out the requests to erase personal data, and publishes the answers. */
@Singleton
class ErasureRun {

  private static final Logger LOG = Logger.getLogger(ErasureRun.class);

  /** How many requests a run works on, and how long on each: nanoseconds. */
  private static final int REQUESTS = 16;

  private static final long TIME = 2_000_000_000;

  private final Erasures erasures;
  private final PrivacyAnswers answers;
  private final JobWatch watch;
  private final JournalEraser eraser = new JournalEraser();
  private volatile double oldestSeconds;

  ErasureRun(Erasures erasures, PrivacyAnswers answers, JobWatch watch, MeterRegistry registry) {
    this.erasures = erasures;
    this.answers = answers;
    this.watch = watch;
    Gauge.builder(Metric.ERASURE_OLDEST.id(), () -> oldestSeconds)
        .description(Metric.ERASURE_OLDEST.description())
        .baseUnit("seconds")
        .register(registry);
  }

  @Scheduled(
      every = "10s",
      concurrentExecution = ConcurrentExecution.SKIP,
      skipExecutionIf = NotConsuming.class)
  Uni<Void> run() {
    return watch
        .run(Job.ERASURE, age().chain(() -> advance()).chain(() -> answer()))
        .onFailure()
        .invoke(failed -> LOG.warnf("erasure run failed cause=%s", failed))
        .onFailure()
        .recoverWithNull();
  }

  private Uni<Void> age() {
    return erasures.oldestSeconds().invoke(age -> oldestSeconds = age).replaceWithVoid();
  }

  private Uni<Void> advance() {
    return erasures
        .open(REQUESTS)
        .onItem()
        .transformToMulti(ids -> Multi.createFrom().iterable(ids))
        .onItem()
        .transformToUniAndConcatenate(this::advance)
        .collect()
        .last()
        .replaceWithVoid();
  }

  /** A request that fails is repeated by the next run, and holds back no other. */
  private Uni<Void> advance(String id) {
    long begun = System.nanoTime();
    return portions(id, begun)
        .onFailure()
        .invoke(failed -> LOG.warnf("erasure failed request=%s cause=%s", id, failed))
        .onFailure()
        .recoverWithNull();
  }

  private Uni<Void> portions(String id, long begun) {
    return erasures
        .advance(id, eraser)
        .invoke(() -> watch.succeeded(Job.ERASURE))
        .chain(
            step ->
                step == Erasures.Step.MORE && System.nanoTime() - begun < TIME
                    ? portions(id, begun)
                    : Uni.createFrom().voidItem());
  }

  private Uni<Void> answer() {
    return erasures
        .unanswered(REQUESTS)
        .onItem()
        .transformToMulti(results -> Multi.createFrom().iterable(results))
        .onItem()
        .transformToUniAndConcatenate(this::answer)
        .collect()
        .last()
        .replaceWithVoid();
  }

  private Uni<Void> answer(ErasureResult result) {
    return answers
        .publish(result)
        .chain(() -> erasures.answered(result.requestId()))
        .invoke(
            () ->
                LOG.infof(
                    "erasure finished request=%s outcome=%s",
                    result.requestId(), outcome(result.outcome())));
  }

  private static String outcome(Outcome outcome) {
    return outcome instanceof Outcome.Refused refused
        ? refused.code().name()
        : "ERASED counts=" + ((Outcome.Erased) outcome).counts();
  }
}
