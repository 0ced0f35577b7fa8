package io.cardflow.api;

import io.cardflow.domain.BulkAction;
import io.cardflow.domain.BulkAction.Item;
import io.cardflow.domain.BulkAction.Status;
import io.cardflow.ops.CardflowConfig;
import io.cardflow.ops.Job;
import io.cardflow.ops.JobWatch;
import io.cardflow.store.Actions;
import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ApplicationNotRunning;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.function.Function;
import org.jboss.logging.Logger;

/**
 * Carries out actions in portions: sends the messages of waiting items, and reads the outcomes of
 * those that are sent. If the process ends, another run continues; a message that was sent but not
 * stored as such is sent again under the same id.
 */
@Singleton
class ActionRun {

  private static final Logger LOG = Logger.getLogger(ActionRun.class);

  private static final int PORTION = 100;

  private final Actions actions;
  private final ActionSteps steps;
  private final JobWatch watch;
  private final boolean enabled;

  ActionRun(Actions actions, ActionSteps steps, JobWatch watch, CardflowConfig config) {
    this.actions = actions;
    this.steps = steps;
    this.watch = watch;
    this.enabled = config.console().enabled();
  }

  @Scheduled(
      every = "1s",
      concurrentExecution = ConcurrentExecution.SKIP,
      skipExecutionIf = ApplicationNotRunning.class)
  Uni<Void> run() {
    if (!enabled) {
      return Uni.createFrom().voidItem();
    }
    return watch
        .run(
            Job.ACTION,
            actions
                .claim()
                .chain(
                    claimed ->
                        claimed.isEmpty()
                            ? Uni.createFrom().voidItem()
                            : advance(claimed.get())
                                .eventually(() -> actions.release(claimed.get()))))
        .onFailure()
        .invoke(failed -> LOG.warnf("action run failed cause=%s", failed))
        .onFailure()
        .recoverWithNull();
  }

  private Uni<Void> advance(String id) {
    return actions
        .find(id)
        .chain(
            found ->
                found.isEmpty()
                    ? Uni.createFrom().voidItem()
                    : portion(found.get(), Status.SENT, item -> steps.outcome(item))
                        .chain(
                            () ->
                                portion(
                                    found.get(),
                                    Status.WAITING,
                                    item -> steps.send(found.get(), item))));
  }

  private Uni<Void> portion(BulkAction action, Status status, Function<Item, Uni<Item>> step) {
    List<Item> due =
        action.items().stream().filter(item -> item.status() == status).limit(PORTION).toList();
    return due.isEmpty()
        ? Uni.createFrom().voidItem()
        : Multi.createFrom()
            .iterable(due)
            .onItem()
            .transformToUniAndConcatenate(step::apply)
            .collect()
            .asList()
            .chain(after -> actions.update(action.id(), after));
  }
}
