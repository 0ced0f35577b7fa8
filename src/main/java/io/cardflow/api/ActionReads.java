package io.cardflow.api;

import io.cardflow.store.Actions;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;

/** Reads actions on many items. */
@Singleton
public class ActionReads {

  private final Actions actions;
  private final Messages messages;

  ActionReads(Actions actions, Messages messages) {
    this.actions = actions;
    this.messages = messages;
  }

  /** The action of this id with the outcome of each item; fails with UNKNOWN_ACTION. */
  public Uni<ActionView> action(String id) {
    return actions
        .find(Parameters.id("id", id))
        .map(
            found ->
                ActionView.of(
                    found.orElseThrow(() -> new ApiException(ProblemCode.UNKNOWN_ACTION, null)),
                    messages));
  }
}
