package io.cardflow.page;

import io.cardflow.domain.CardState;
import io.cardflow.domain.Lifecycle;
import io.cardflow.domain.Trigger;
import java.util.Comparator;
import java.util.List;
import java.util.Set;

/**
 * A command that the page offers for a card.
 *
 * @param command its name, such as {@code lock-card}
 * @param allowed whether the card's state allows it
 * @param states the states that allow it
 */
public record NextStep(String command, boolean allowed, List<CardState> states) {

  private static final List<Trigger> COMMANDS =
      List.of(
          Trigger.ABORT_ORDER,
          Trigger.INITIALIZE_CARD,
          Trigger.ASSIGN_CARD,
          Trigger.EXTEND_CARD,
          Trigger.WITHDRAW_CARD,
          Trigger.LOCK_CARD,
          Trigger.REPLACE_PRODUCTION,
          Trigger.ACCEPT_ORDER);

  /** All commands for a card in a state, the allowed ones first. */
  static List<NextStep> of(CardState state) {
    return COMMANDS.stream()
        .map(
            trigger -> {
              Set<CardState> states = Lifecycle.allowing(trigger);
              return new NextStep(
                  trigger.messageName(), states.contains(state), List.copyOf(states));
            })
        .sorted(Comparator.comparing(step -> !step.allowed()))
        .toList();
  }

  /** Whether the page offers a command of this name, in any state. */
  static boolean isOffered(String command) {
    return COMMANDS.stream().anyMatch(each -> each.messageName().equals(command));
  }

  public String label() {
    return Labels.ofCommand(command);
  }

  /** The keys of the names of the states that allow it. */
  public List<String> stateLabels() {
    return states.stream().map(Labels::label).toList();
  }

  public boolean needsHolder() {
    return command.equals(Trigger.ASSIGN_CARD.messageName());
  }

  public boolean takesValidity() {
    return needsHolder() || needsValidity();
  }

  public boolean needsValidity() {
    return command.equals(Trigger.EXTEND_CARD.messageName());
  }

  public boolean takesSerial() {
    return command.equals(Trigger.INITIALIZE_CARD.messageName());
  }

  public boolean replacesProduction() {
    return command.equals(Trigger.REPLACE_PRODUCTION.messageName());
  }

  public boolean needsOrder() {
    return command.equals(Trigger.ACCEPT_ORDER.messageName());
  }
}
