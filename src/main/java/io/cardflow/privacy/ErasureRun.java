package io.cardflow.privacy;

import io.cardflow.domain.ErasureResult;
import io.cardflow.domain.ErasureResult.Outcome;
import io.cardflow.ops.Job;
import io.cardflow.ops.JobWatch;
import io.cardflow.store.Erasures;
import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ApplicationNotRunning;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import org.jboss.logging.Logger;

/** Carries out the requests to erase personal data, and publishes the answers. */
@Singleton
class ErasureRun {

  private static final Logger LOG = Logger.getLogger(ErasureRun.class);

  /** How many requests a run works on, and how many portions of each it carries out. */
  private static final int REQUESTS = 16;

  private static final int PORTIONS = 10;

  private final Erasures erasures;
  private final PrivacyAnswers answers;
  private final JobWatch watch;
  private final JournalEraser eraser = new JournalEraser();

  ErasureRun(Erasures erasures, PrivacyAnswers answers, JobWatch watch) {
    this.erasures = erasures;
    this.answers = answers;
    this.watch = watch;
  }

  @Scheduled(
      every = "10s",
      concurrentExecution = ConcurrentExecution.SKIP,
      skipExecutionIf = ApplicationNotRunning.class)
  Uni<Void> run() {
    return watch
        .run(Job.ERASURE, advanceAndAnswer())
        .onFailure()
        .invoke(failed -> LOG.warnf("erasure run failed cause=%s", failed))
        .onFailure()
        .recoverWithNull();
  }

  /** A request that fails keeps no other's answer waiting. */
  private Uni<Void> advanceAndAnswer() {
    return advance()
        .onItemOrFailure()
        .transformToUni(
            (advanced, failed) ->
                failed == null ? answer() : answer().chain(() -> Uni.createFrom().failure(failed)));
  }

  private Uni<Void> advance() {
    return erasures
        .open(REQUESTS)
        .onItem()
        .transformToMulti(ids -> Multi.createFrom().iterable(ids))
        .onItem()
        .transformToUni(id -> advance(id, PORTIONS))
        .collectFailures()
        .concatenate()
        .collect()
        .last()
        .replaceWithVoid();
  }

  private Uni<Void> advance(String id, int portions) {
    return erasures
        .advance(id, eraser)
        .chain(
            progress ->
                progress == Erasures.Progress.MORE && portions > 1
                    ? advance(id, portions - 1)
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
