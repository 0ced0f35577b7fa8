package io.cardflow.domain;

import static java.util.stream.Collectors.joining;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.cardflow.domain.Decision.Applied;
import io.cardflow.domain.Decision.Rejected;
import io.cardflow.domain.Event.StateChanged;
import io.cardflow.domain.Lifecycle.Edge;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every message in every state has the effect listed in {@link RuleTable}. */
class RuleTableTest {

  private static final Map<String, Message.Body> MESSAGES =
      Map.ofEntries(
          Map.entry("request-card queued", Messages.request(true)),
          Map.entry("request-card now", Messages.request(false)),
          Map.entry("abort-order", Messages.abort()),
          Map.entry("initialize-card", Messages.initialize()),
          Map.entry("assign-card", Messages.assign()),
          Map.entry("extend-card", Messages.extend()),
          Map.entry("withdraw-card", Messages.withdraw()),
          Map.entry("lock-card", Messages.lock()),
          Map.entry("replace-production", Messages.replace("CA-2")),
          Map.entry("accept-order", Messages.accept("OD-2")),
          Map.entry("expire-card", Messages.expire()),
          Map.entry("order-accepted", Messages.accepted()),
          Map.entry("order-refused", Messages.refused()),
          Map.entry("production-started", Messages.started()),
          Map.entry("card-produced", Messages.produced()),
          Map.entry("card-shipped", Messages.shipped()),
          Map.entry("production-failed", Messages.productionFailed()),
          Map.entry("expiry-reminder", Messages.reminder()),
          Map.entry("dwell-exceeded", Messages.dwellExceeded()),
          Map.entry("unknown type", new Message.UnknownType()));

  static List<RuleTable.Row> rows() {
    return RuleTable.rows();
  }

  @ParameterizedTest
  @MethodSource("rows")
  void aMessageHasTheListedEffect(RuleTable.Row row) {
    Decision decision = decide(row);

    assertEquals(row.result(), written(decision));
  }

  @ParameterizedTest
  @MethodSource("rows")
  void theCardIsInTheStateOfItsLastEvent(RuleTable.Row row) {
    Decision decision = decide(row);

    if (decision instanceof Applied applied) {
      Event last = applied.events().get(applied.events().size() - 1);
      assertEquals(last.version(), applied.card().version());
      if (last instanceof StateChanged change) {
        assertEquals(change.to(), applied.card().state());
      }
    }
  }

  @ParameterizedTest
  @MethodSource("rows")
  void aRejectedMessageDoesNotChangeTheCard(RuleTable.Row row) {
    Decision decision = decide(row);

    if (decision instanceof Rejected rejected) {
      if (row.card() == null) {
        assertNull(rejected.card());
      } else {
        assertEquals(row.card(), rejected.card());
      }
    }
  }

  @Test
  void everyMessageIsListedOnceForEverySituation() {
    List<String> met =
        rows().stream().map(row -> row.situation() + " × " + row.message()).sorted().toList();

    List<String> all =
        MESSAGES.keySet().stream()
            .flatMap(message -> RuleTable.situations().map(s -> s + " × " + message))
            .sorted()
            .toList();
    assertEquals(all, met);
  }

  @Test
  void everyEdgeIsTakenForEachOfItsCausesAndImpliedTriggers() {
    Set<String> taken = new TreeSet<>();
    for (RuleTable.Row row : rows()) {
      if (decide(row) instanceof Applied applied) {
        for (Event event : applied.events()) {
          if (event instanceof StateChanged change) {
            taken.add(step(change));
          }
        }
      }
    }

    Set<String> all = new TreeSet<>();
    Set<Integer> numbers = new HashSet<>();
    for (Edge edge : Lifecycle.edges()) {
      numbers.add(edge.number());
      edge.causes().forEach(cause -> all.add(step(edge, cause, "")));
      edge.implies().forEach(proof -> all.add(step(edge, proof, " inferred")));
    }
    assertEquals(19, numbers.size());
    assertEquals(all, taken);
  }

  private static Decision decide(RuleTable.Row row) {
    Given given = row.card() == null ? Given.noCard() : Given.cards(row.card());
    return (row.held() ? given.heldBy(SampleCards.BATCH) : given).when(MESSAGES.get(row.message()));
  }

  private static String written(Decision decision) {
    if (decision instanceof Applied applied) {
      return applied.events().stream().map(RuleTableTest::written).collect(joining(" "));
    }
    return decision instanceof Rejected rejected
        ? rejected.code().name()
        : decision.getClass().getSimpleName().toLowerCase(Locale.ROOT);
  }

  private static String written(Event event) {
    if (event instanceof StateChanged change) {
      return (change.inferred() ? "~" : "→") + change.to();
    }
    if (event instanceof Event.FactsAdded) {
      return "added";
    }
    return event instanceof Event.ValidityExtended ? "extended" : "announced";
  }

  private static String step(StateChanged change) {
    Edge edge = Lifecycle.edge(change.from(), change.to()).orElseThrow();
    return step(edge, change.trigger(), change.inferred() ? " inferred" : "");
  }

  private static String step(Edge edge, Trigger trigger, String how) {
    return edge.number() + " " + edge.from() + " → " + edge.to() + " " + trigger + how;
  }
}
