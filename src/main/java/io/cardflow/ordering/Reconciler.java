package io.cardflow.ordering;

import io.cardflow.ops.CardflowConfig;
import io.cardflow.ops.Job;
import io.cardflow.ops.JobWatch;
import io.cardflow.ops.NotConsuming;
import io.cardflow.store.CardQuestion;
import io.cardflow.store.CardQuestions;
import io.cardflow.store.ClaimLost;
import io.cardflow.store.OrderClaim;
import io.cardflow.store.OrderClaims;
import io.cardflow.store.QuestionOutcome;
import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.List;
import org.jboss.logging.Logger;

/**
 * Asks the bureau about the cards of accepted orders that are silent, and about orders of which the
 * bureau's ids of the cards are not known. The number of calls per second is limited.
 */
@Singleton
class Reconciler {

  private static final Logger LOG = Logger.getLogger(Reconciler.class);

  /** How many orders are claimed together. */
  private static final int ORDERS = 4;

  /** How many cards are claimed together, for each concurrent call. */
  private static final int PORTIONS = 4;

  /** A call may log in and renew its token. */
  private static final int CALLS = 3;

  private static final Duration MARGIN = Duration.ofSeconds(5);

  private final OrderClaims claims;
  private final CardQuestions questions;
  private final OrderCards orders;
  private final Reconciliation reconciliation;
  private final Gate gate;
  private final JobWatch watch;
  private final boolean enabled;
  private final int concurrency;
  private final int pace;
  private final Duration limit;
  private final Duration silence;

  Reconciler(
      OrderClaims claims,
      CardQuestions questions,
      OrderCards orders,
      Reconciliation reconciliation,
      Gate gate,
      JobWatch watch,
      CardflowConfig config) {
    this.claims = claims;
    this.questions = questions;
    this.orders = orders;
    this.reconciliation = reconciliation;
    this.gate = gate;
    this.watch = watch;
    this.enabled = config.gocards().url().isPresent();
    this.concurrency = config.ordering().maxConcurrentSubmissions();
    this.pace = config.gocards().lookUpsPerSecond();
    this.limit = config.gocards().timeout().multipliedBy(CALLS).plus(MARGIN);
    this.silence = config.ordering().reconcileAfter();
  }

  /** Asks the questions of a second. */
  @Scheduled(
      every = "1s",
      concurrentExecution = ConcurrentExecution.SKIP,
      skipExecutionIf = NotConsuming.class)
  Uni<Void> run() {
    return watch
        .run(
            Job.RECONCILIATION,
            enabled ? askAboutOrders().chain(this::askAboutCards) : Uni.createFrom().voidItem())
        .onFailure()
        .invoke(failed -> LOG.warnf("order reconciliation run failed cause=%s", failed.toString()))
        .onFailure()
        .recoverWithNull();
  }

  private Uni<Void> askAboutOrders() {
    int most = gate.admits(ORDERS);
    return most == 0
        ? Uni.createFrom().voidItem()
        : claims
            .reconciliations(most, lease(most))
            .flatMap(
                due ->
                    Multi.createFrom()
                        .iterable(due)
                        .onItem()
                        .transformToUni(this::step)
                        .merge(concurrency)
                        .collect()
                        .last()
                        .replaceWithVoid());
  }

  /** A failure ends only its own step; the order is due again when the claim expires. */
  private Uni<Void> step(OrderClaim claim) {
    return orders
        .step(claim)
        .ifNoItem()
        .after(limit)
        .fail()
        .onFailure(ClaimLost.class)
        .recoverWithNull()
        .onFailure()
        .recoverWithItem(
            failed -> {
              LOG.warnf("order reconciliation failed batch=%s cause=%s", claim.batchId(), failed);
              return null;
            })
        .invoke(() -> watch.succeeded(Job.RECONCILIATION));
  }

  /** Claims small portions, since the questions of a replica that dies wait for their lease. */
  private Uni<Void> askAboutCards() {
    int most = gate.admits(Math.min(pace, PORTIONS * concurrency));
    return most == 0
        ? Uni.createFrom().voidItem()
        : questions
            .claim(most, lease(most), pace, silence)
            .flatMap(due -> due.isEmpty() ? Uni.createFrom().voidItem() : ask(due, most));
  }

  /** After a full portion, the next one is due after its part of a second. */
  private Uni<Void> ask(List<CardQuestion> due, int most) {
    Uni<Void> asked = ask(due);
    return due.size() < most
        ? asked
        : asked
            .onItem()
            .delayIt()
            .by(Duration.ofMillis(1 + 1_000L * most / pace))
            .chain(this::askAboutCards);
  }

  private Uni<Void> ask(List<CardQuestion> due) {
    return reconciliation
        .cards(due)
        .flatMap(
            cards ->
                Multi.createFrom()
                    .iterable(due)
                    .onItem()
                    .transformToUni(question -> ask(question, cards))
                    .merge(concurrency)
                    .collect()
                    .asList())
        .invoke(reconciliation::log)
        .flatMap(questions::answered);
  }

  /** After a fault that closes the gate, the others are asked later, and have not failed. */
  private Uni<QuestionOutcome> ask(CardQuestion question, Reconciliation.Known cards) {
    return Uni.createFrom()
        .deferred(
            () ->
                gate.admits(1) == 0
                    ? Uni.createFrom().item(reconciliation.later(question))
                    : reconciliation.step(question, cards))
        .invoke(() -> watch.succeeded(Job.RECONCILIATION));
  }

  /** Questions at the end of a portion wait for those before them. */
  private Duration lease(int calls) {
    return limit.multipliedBy(1 + calls / concurrency).plus(MARGIN);
  }
}
