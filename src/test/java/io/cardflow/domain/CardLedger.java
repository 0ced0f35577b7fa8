package io.cardflow.domain;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cardflow.domain.Command.AcceptOrder;
import io.cardflow.domain.Command.ReplaceProduction;
import io.cardflow.domain.Decision.Applied;
import io.cardflow.domain.Decision.Duplicate;
import io.cardflow.domain.Decision.Rejected;
import io.cardflow.domain.Decision.Stale;
import io.cardflow.domain.Event.CardExpiring;
import io.cardflow.domain.Event.CardOverdue;
import io.cardflow.domain.Event.FactsAdded;
import io.cardflow.domain.Event.StateChanged;
import io.cardflow.domain.Event.ValidityExtended;
import io.cardflow.domain.Lifecycle.Edge;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/** Checks a sequence of decisions and fails at the first that violates a guarantee. */
final class CardLedger {

  /** An edge that one of its causes takes, or that is inferred from a trigger that implies it. */
  record Taken(int edge, Trigger trigger) {}

  private record Ended(String cardId, int assignment) {}

  private final Policy policy;
  private final Map<String, Card> cards = new HashMap<>();
  private final Map<List<Object>, UUID> seen = new HashMap<>();
  private final Set<Ended> ended = new HashSet<>();
  private final Set<List<Object>> overdueStays = new HashSet<>();
  private final List<Taken> taken = new ArrayList<>();

  CardLedger(Policy policy) {
    this.policy = policy;
  }

  Map<String, Card> cards() {
    return cards;
  }

  /** The edges taken, with their triggers. */
  List<Taken> taken() {
    return taken;
  }

  void enter(Replay.Decided decided) {
    Message message = decided.message();
    Decision decision = decided.decision();
    Card before = cards.get(message.cardId());
    UUID first = seen.putIfAbsent(List.of(message.cardId(), message.id()), message.fingerprint());
    assertEquals(
        message.fingerprint().equals(first), decision instanceof Duplicate, "a duplicate or not");
    assertEquals(
        first != null && !message.fingerprint().equals(first),
        decision instanceof Rejected refusal && refusal.code() == RejectionCode.ID_REUSED,
        "a reused id or not");
    if (decision instanceof Applied applied) {
      follow(before, applied);
      keep(before, applied.card(), message);
    } else if (decision instanceof Stale stale) {
      assertEquals(before.state(), stale.card().state());
      assertEquals(before.version(), stale.card().version());
      keep(before, stale.card(), message);
    } else if (decision instanceof Rejected rejected) {
      assertEquals(before, rejected.card());
    }
  }

  /** Every assignment except the current one has ended. */
  void close() {
    for (Card card : cards.values()) {
      long over = ended.stream().filter(each -> each.cardId().equals(card.id())).count();
      assertEquals(card.assignments() - (card.assignment() == null ? 0 : 1), over);
    }
  }

  private void follow(Card before, Applied applied) {
    CardState state = before == null ? null : before.state();
    Assignment assignment = before == null ? null : before.assignment();
    int version = before == null ? 0 : before.version();
    for (Event event : applied.events()) {
      version++;
      assertEquals(version, event.version());
      if (event instanceof StateChanged change) {
        assertEquals(state, change.from());
        take(change);
        end(assignment, change);
        state = change.to();
        assignment = change.assignment();
      } else {
        assignment = announce(event, state, assignment);
      }
    }
    assertEquals(version, applied.card().version());
    assertEquals(state, applied.card().state());
    assertEquals(assignment, applied.card().assignment());
  }

  /** Checks a notice against the card; returns the assignment afterwards. */
  private Assignment announce(Event event, CardState state, Assignment assignment) {
    if (event instanceof CardOverdue overdue) {
      assertEquals(state, overdue.state());
      assertTrue(state.isWaiting());
      assertTrue(
          overdueStays.add(List.of(event.cardId(), state, overdue.since())), "announced once");
      return assignment;
    }
    if (event instanceof FactsAdded) {
      return assignment;
    }
    assertEquals(CardState.ASSIGNED, state);
    if (event instanceof CardExpiring expiring) {
      assertEquals(assignment, expiring.assignment());
      assertTrue(event.occurredAt().isBefore(assignment.validUntil()));
      return assignment;
    }
    return assertInstanceOf(ValidityExtended.class, event).assignment();
  }

  private void take(StateChanged change) {
    assertTrue(change.from() == null || !change.from().isFinal());
    Edge edge = Lifecycle.edge(change.from(), change.to()).orElseThrow();
    Set<Trigger> triggers = change.inferred() ? edge.implies() : edge.causes();
    assertTrue(triggers.contains(change.trigger()), () -> "taken by its triggers: " + change);
    taken.add(new Taken(edge.number(), change.trigger()));
  }

  private void end(Assignment assignment, StateChanged change) {
    boolean ends = assignment != null && change.assignment() == null;
    assertEquals(ends, change.endedAssignment() != null);
    if (ends) {
      assertEquals(assignment, change.endedAssignment().assignment());
      assertTrue(ended.add(new Ended(change.cardId(), assignment.number())), "ended once");
    }
  }

  private void keep(Card before, Card after, Message message) {
    cards.put(after.id(), after);
    if (message.body() instanceof ReplaceProduction replace) {
      Facts.replaced(before, after, replace);
    } else if (message.body() instanceof AcceptOrder accept) {
      assertEquals(before.ordered(before.order().withOrder(accept.orderId())).announced(), after);
    } else if (before != null) {
      Facts.kept(before, after);
    }
    if (message.body() instanceof ProducerStatus status) {
      Facts.known(status, after);
    }
    if (policy.oneCardPerHolder() && after.state() == CardState.ASSIGNED) {
      String holder = after.assignment().holderId();
      long active =
          cards.values().stream()
              .filter(card -> card.state() == CardState.ASSIGNED)
              .filter(card -> card.assignment().holderId().equals(holder))
              .count();
      assertEquals(1, active, "active cards of one holder");
    }
    boolean occupied = after.state() == CardState.ASSIGNED || after.state() == CardState.EXPIRED;
    if (!occupied) {
      assertNull(after.assignment());
    }
  }
}
