package io.cardflow.docs;

import io.cardflow.domain.CardState;
import io.cardflow.domain.Lifecycle;
import io.cardflow.domain.Lifecycle.Edge;
import io.cardflow.domain.Trigger;
import java.util.Set;
import java.util.stream.Collectors;

/** The page on the life cycle of a card, generated from the table in the code. */
final class StateMachinePage {

  private StateMachinePage() {}

  static String text() {
    StringBuilder page = new StringBuilder();
    page.append(
        """
        # Card life cycle

        This page is generated from the table in `Lifecycle` by StateMachinePageTest. Every state change that
        is published is one of these edges. A step is *inferred* when a later one proves it: a shipment
        notification for an ordered card also publishes that it went into production.

        ```mermaid
        stateDiagram-v2
        """);
    for (Edge edge : Lifecycle.edges()) {
      page.append(
          "  %s --> %s : %s\n"
              .formatted(
                  edge.from() == null ? "[*]" : edge.from(),
                  edge.to(),
                  names(edge.causes(), ", ")));
    }
    for (CardState state : CardState.values()) {
      if (state.isFinal()) {
        page.append("  %s --> [*]\n".formatted(state));
      }
    }
    page.append("```\n\n| State | A card in it |\n|---|---|\n");
    for (CardState state : CardState.values()) {
      page.append(
          "| %s | %s |\n".formatted(state, meaning(state) + (state.isFinal() ? "; final" : "")));
    }
    page.append(
        "\n## Edges\n\n| # | From | To | Message | Inferred from |\n|---|---|---|---|---|\n");
    for (Edge edge : Lifecycle.edges()) {
      page.append(
          "| %d | %s | %s | %s | %s |\n"
              .formatted(
                  edge.number(),
                  edge.from() == null ? "–" : edge.from(),
                  edge.to(),
                  names(edge.causes(), ", "),
                  names(edge.implies(), ", ")));
    }
    page.append("\n## What a message does in each state\n\n");
    page.append(
        """
        In a state with an empty cell, the message is rejected or, if the bureau repeats itself, has no
        effect. With `…` the same message takes the card further. While a card waits to be ordered, the
        production messages count only if an order batch holds it: they prove that the bureau accepted it.

        """);
    page.append("| Message | no card |");
    for (CardState state : CardState.values()) {
      page.append(" %s |".formatted(state));
    }
    page.append("\n|---|---|" + "---|".repeat(CardState.values().length) + "\n");
    for (Trigger trigger : Trigger.values()) {
      page.append("| %s | %s |".formatted(trigger.messageName(), created(trigger)));
      for (CardState state : CardState.values()) {
        page.append(" %s |".formatted(target(trigger, state)));
      }
      page.append("\n");
    }
    return page.toString();
  }

  private static String meaning(CardState state) {
    return switch (state) {
      case REQUESTED -> "was requested to be ordered immediately, in an order batch of its own";
      case PROCESSING -> "waits for the next batch run";
      case ABORTED -> "was aborted before it was ordered";
      case FAILED -> "was refused by the bureau, or its production failed";
      case ORDERED -> "is accepted by the bureau";
      case IN_PRODUCTION -> "is in production";
      case PRODUCED -> "is produced and shipped";
      case UNASSIGNED -> "is initialized and in the pool";
      case ASSIGNED -> "has a holder, and is valid until a date";
      case EXPIRED -> "has a holder, and is no longer valid";
      case LOCKED -> "is locked permanently";
    };
  }

  private static String created(Trigger trigger) {
    return Lifecycle.edges().stream()
        .filter(edge -> edge.from() == null && edge.causes().contains(trigger))
        .map(edge -> "→ " + edge.to() + ", or → " + CardState.PROCESSING + " with `queue`")
        .collect(Collectors.joining(", "));
  }

  private static String target(Trigger trigger, CardState state) {
    boolean allowed = Lifecycle.allowing(trigger).contains(state);
    if (trigger == Trigger.EXTEND_CARD) {
      return allowed ? "validity changes" : "";
    }
    if (trigger == Trigger.REPLACE_PRODUCTION) {
      return allowed ? "facts are replaced" : "";
    }
    if (trigger == Trigger.ACCEPT_ORDER) {
      return allowed ? "order changes" : "";
    }
    return Lifecycle.edges().stream()
        .filter(edge -> edge.from() == state && trigger != Trigger.REQUEST_CARD)
        .filter(edge -> edge.causes().contains(trigger) || edge.implies().contains(trigger))
        .map(edge -> "→ " + edge.to() + (edge.implies().contains(trigger) ? " …" : ""))
        .collect(Collectors.joining(", "));
  }

  private static String names(Set<Trigger> triggers, String separator) {
    return triggers.stream()
        .sorted()
        .map(Trigger::messageName)
        .collect(Collectors.joining(separator));
  }
}
