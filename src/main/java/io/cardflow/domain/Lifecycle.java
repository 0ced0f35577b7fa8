package io.cardflow.domain;

import static io.cardflow.domain.CardState.ABORTED;
import static io.cardflow.domain.CardState.ASSIGNED;
import static io.cardflow.domain.CardState.EXPIRED;
import static io.cardflow.domain.CardState.FAILED;
import static io.cardflow.domain.CardState.IN_PRODUCTION;
import static io.cardflow.domain.CardState.LOCKED;
import static io.cardflow.domain.CardState.ORDERED;
import static io.cardflow.domain.CardState.PROCESSING;
import static io.cardflow.domain.CardState.PRODUCED;
import static io.cardflow.domain.CardState.REQUESTED;
import static io.cardflow.domain.CardState.UNASSIGNED;
import static io.cardflow.domain.Trigger.ABORT_ORDER;
import static io.cardflow.domain.Trigger.ACCEPT_ORDER;
import static io.cardflow.domain.Trigger.ASSIGN_CARD;
import static io.cardflow.domain.Trigger.CARD_PRODUCED;
import static io.cardflow.domain.Trigger.CARD_SHIPPED;
import static io.cardflow.domain.Trigger.EXPIRE_CARD;
import static io.cardflow.domain.Trigger.EXTEND_CARD;
import static io.cardflow.domain.Trigger.INITIALIZE_CARD;
import static io.cardflow.domain.Trigger.LOCK_CARD;
import static io.cardflow.domain.Trigger.ORDER_ACCEPTED;
import static io.cardflow.domain.Trigger.ORDER_REFUSED;
import static io.cardflow.domain.Trigger.PRODUCTION_FAILED;
import static io.cardflow.domain.Trigger.PRODUCTION_STARTED;
import static io.cardflow.domain.Trigger.REPLACE_PRODUCTION;
import static io.cardflow.domain.Trigger.REQUEST_CARD;
import static io.cardflow.domain.Trigger.WITHDRAW_CARD;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The life cycle of a card as one table of edges. The table is validated when the class is loaded,
 * so an inconsistent table stops the program before it changes a card.
 */
public final class Lifecycle {

  /**
   * One edge of the table.
   *
   * @param number its number, from 1
   * @param from the source state; null for the edge that creates the card
   * @param to the target state
   * @param causes the triggers that take this edge; not empty
   * @param implies the triggers of later steps, from which this step is inferred
   */
  public record Edge(
      int number, CardState from, CardState to, Set<Trigger> causes, Set<Trigger> implies) {}

  private static final List<Edge> EDGES =
      List.of(
          edge(1, null, REQUESTED, causes(REQUEST_CARD)),
          edge(2, REQUESTED, PROCESSING, causes(REQUEST_CARD)),
          edge(
              3,
              REQUESTED,
              ORDERED,
              causes(ORDER_ACCEPTED),
              implies(PRODUCTION_STARTED, CARD_PRODUCED, CARD_SHIPPED)),
          edge(
              4,
              PROCESSING,
              ORDERED,
              causes(ORDER_ACCEPTED),
              implies(PRODUCTION_STARTED, CARD_PRODUCED, CARD_SHIPPED)),
          edge(5, REQUESTED, ABORTED, causes(ABORT_ORDER)),
          edge(6, PROCESSING, ABORTED, causes(ABORT_ORDER)),
          edge(7, REQUESTED, FAILED, causes(ORDER_REFUSED, PRODUCTION_FAILED)),
          edge(8, PROCESSING, FAILED, causes(ORDER_REFUSED, PRODUCTION_FAILED)),
          edge(
              9,
              ORDERED,
              IN_PRODUCTION,
              causes(PRODUCTION_STARTED, CARD_PRODUCED),
              implies(CARD_SHIPPED)),
          edge(10, IN_PRODUCTION, PRODUCED, causes(CARD_SHIPPED)),
          edge(11, ORDERED, FAILED, causes(PRODUCTION_FAILED)),
          edge(12, IN_PRODUCTION, FAILED, causes(PRODUCTION_FAILED)),
          edge(13, PRODUCED, UNASSIGNED, causes(INITIALIZE_CARD)),
          edge(14, UNASSIGNED, ASSIGNED, causes(ASSIGN_CARD)),
          edge(15, ASSIGNED, UNASSIGNED, causes(WITHDRAW_CARD)),
          edge(16, ASSIGNED, EXPIRED, causes(EXPIRE_CARD)),
          edge(17, EXPIRED, UNASSIGNED, causes(WITHDRAW_CARD)),
          edge(18, UNASSIGNED, LOCKED, causes(LOCK_CARD)),
          edge(19, ASSIGNED, LOCKED, causes(LOCK_CARD)));

  /** The states that allow a command which changes no state. */
  private static final Map<Trigger, Set<CardState>> WITHOUT_EDGE =
      Map.of(
          EXTEND_CARD,
          EnumSet.of(ASSIGNED),
          REPLACE_PRODUCTION,
          EnumSet.of(ORDERED, IN_PRODUCTION, PRODUCED, UNASSIGNED),
          ACCEPT_ORDER,
          EnumSet.of(ORDERED, IN_PRODUCTION));

  static {
    check(EDGES);
  }

  private Lifecycle() {}

  /** The edges, ordered by number. */
  public static List<Edge> edges() {
    return EDGES;
  }

  /**
   * Returns the edge between two states.
   *
   * @param from the source state; null for a card that does not exist yet
   */
  public static Optional<Edge> edge(CardState from, CardState to) {
    for (Edge edge : EDGES) {
      if (edge.from() == from && edge.to() == to) {
        return Optional.of(edge);
      }
    }
    return Optional.empty();
  }

  /**
   * Returns the edge that a trigger takes.
   *
   * @param inferred whether the step is inferred from a later one instead of reported
   * @throws IllegalStateException if the table has no such edge for this trigger: a bug, never
   *     caused by a message
   */
  static Edge take(CardState from, CardState to, Trigger trigger, boolean inferred) {
    return edge(from, to)
        .filter(e -> (inferred ? e.implies() : e.causes()).contains(trigger))
        .orElseThrow(
            () -> new IllegalStateException("no edge " + from + " -> " + to + " for " + trigger));
  }

  /** The source states of the edges that a trigger takes directly, without inference. */
  public static Set<CardState> sources(Trigger trigger) {
    EnumSet<CardState> states = EnumSet.noneOf(CardState.class);
    for (Edge edge : EDGES) {
      if (edge.from() != null && edge.causes().contains(trigger)) {
        states.add(edge.from());
      }
    }
    return states;
  }

  /** The states that allow a command: those that it leaves, or those in which it changes data. */
  public static Set<CardState> allowing(Trigger command) {
    Set<CardState> states = WITHOUT_EDGE.get(command);
    return states == null ? sources(command) : EnumSet.copyOf(states);
  }

  /**
   * Validates a table.
   *
   * @throws IllegalStateException with the first inconsistency
   */
  static void check(List<Edge> edges) {
    Set<List<Object>> seen = new HashSet<>();
    Set<CardState> left = EnumSet.noneOf(CardState.class);
    int number = 0;
    for (Edge edge : edges) {
      number++;
      require(edge.number() == number, "edge " + edge.number() + " is in position " + number);
      require(!edge.causes().isEmpty(), "edge " + number + " has no cause");
      require(
          edge.causes().stream().noneMatch(edge.implies()::contains),
          "edge " + number + " has a cause that also implies it");
      String start = String.valueOf(edge.from());
      require(seen.add(List.of(start, edge.to())), "edge " + number + " occurs twice");
      require(
          edge.from() == null || !edge.from().isFinal(),
          "edge " + number + " leaves the final state " + start);
      if (edge.from() != null) {
        left.add(edge.from());
      }
    }
    Set<CardState> reached = reachable(edges);
    for (CardState state : CardState.values()) {
      require(reached.contains(state), state + " is not reachable");
      require(state.isFinal() || left.contains(state), state + " is not final and has no exit");
    }
  }

  private static Set<CardState> reachable(List<Edge> edges) {
    Set<CardState> reached = EnumSet.noneOf(CardState.class);
    Deque<CardState> open = new ArrayDeque<>();
    for (Edge edge : edges) {
      if (edge.from() == null && reached.add(edge.to())) {
        open.add(edge.to());
      }
    }
    while (!open.isEmpty()) {
      CardState state = open.remove();
      for (Edge edge : edges) {
        if (edge.from() == state && reached.add(edge.to())) {
          open.add(edge.to());
        }
      }
    }
    return reached;
  }

  private static void require(boolean holds, String what) {
    if (!holds) {
      throw new IllegalStateException("life cycle: " + what);
    }
  }

  private static Edge edge(int number, CardState from, CardState to, Set<Trigger> causes) {
    return new Edge(number, from, to, causes, Set.of());
  }

  private static Edge edge(
      int number, CardState from, CardState to, Set<Trigger> causes, Set<Trigger> implies) {
    return new Edge(number, from, to, causes, implies);
  }

  private static Set<Trigger> causes(Trigger... triggers) {
    return Set.of(triggers);
  }

  private static Set<Trigger> implies(Trigger... triggers) {
    return Set.of(triggers);
  }
}
