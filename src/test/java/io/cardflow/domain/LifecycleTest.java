package io.cardflow.domain;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.cardflow.domain.Lifecycle.Edge;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The table of edges is as specified, and an inconsistent table is rejected. */
class LifecycleTest {

  private static final String EDGES =
      """
      1 null REQUESTED by REQUEST_CARD
      2 REQUESTED PROCESSING by REQUEST_CARD
      3 REQUESTED ORDERED by ORDER_ACCEPTED from PRODUCTION_STARTED CARD_PRODUCED CARD_SHIPPED
      4 PROCESSING ORDERED by ORDER_ACCEPTED from PRODUCTION_STARTED CARD_PRODUCED CARD_SHIPPED
      5 REQUESTED ABORTED by ABORT_ORDER
      6 PROCESSING ABORTED by ABORT_ORDER
      7 REQUESTED FAILED by ORDER_REFUSED PRODUCTION_FAILED
      8 PROCESSING FAILED by ORDER_REFUSED PRODUCTION_FAILED
      9 ORDERED IN_PRODUCTION by PRODUCTION_STARTED CARD_PRODUCED from CARD_SHIPPED
      10 IN_PRODUCTION PRODUCED by CARD_SHIPPED
      11 ORDERED FAILED by PRODUCTION_FAILED
      12 IN_PRODUCTION FAILED by PRODUCTION_FAILED
      13 PRODUCED UNASSIGNED by INITIALIZE_CARD
      14 UNASSIGNED ASSIGNED by ASSIGN_CARD
      15 ASSIGNED UNASSIGNED by WITHDRAW_CARD
      16 ASSIGNED EXPIRED by EXPIRE_CARD
      17 EXPIRED UNASSIGNED by WITHDRAW_CARD
      18 UNASSIGNED LOCKED by LOCK_CARD
      19 ASSIGNED LOCKED by LOCK_CARD
      """;

  @Test
  void theTableIsAsSpecified() {
    String table =
        Lifecycle.edges().stream().map(LifecycleTest::line).collect(Collectors.joining());

    assertEquals(EDGES, table);
  }

  @Test
  void theFinalStatesAreAbortedFailedAndLocked() {
    Set<CardState> last = EnumSet.allOf(CardState.class);
    last.removeIf(state -> !state.isFinal());

    assertEquals(EnumSet.of(CardState.ABORTED, CardState.FAILED, CardState.LOCKED), last);
  }

  @Test
  void theTableInUseIsConsistent() {
    assertDoesNotThrow(() -> Lifecycle.check(Lifecycle.edges()));
  }

  @Test
  void anEdgeThatDoesNotExistCannotBeTaken() {
    assertThrows(
        IllegalStateException.class,
        () -> Lifecycle.take(CardState.EXPIRED, CardState.LOCKED, Trigger.LOCK_CARD, false));
  }

  @Test
  void anEdgeCannotBeTakenForAnotherCause() {
    assertThrows(
        IllegalStateException.class,
        () -> Lifecycle.take(CardState.UNASSIGNED, CardState.LOCKED, Trigger.EXPIRE_CARD, false));
  }

  @Test
  void aCauseDoesNotInferAnEdge() {
    assertThrows(
        IllegalStateException.class,
        () ->
            Lifecycle.take(CardState.PROCESSING, CardState.ORDERED, Trigger.ORDER_ACCEPTED, true));
  }

  @Test
  void aProofDoesNotCauseAnEdge() {
    assertThrows(
        IllegalStateException.class,
        () -> Lifecycle.take(CardState.PROCESSING, CardState.ORDERED, Trigger.CARD_SHIPPED, false));
  }

  @Test
  void aTableWithAGapInItsNumbersIsRefused() {
    refused("edge 20 is in position 19", with(19, edge(20, 19)));
  }

  @Test
  void aTableWithAnEdgeWithoutCauseIsRefused() {
    Edge edge = at(13);

    refused(
        "edge 13 has no cause",
        with(13, new Edge(13, edge.from(), edge.to(), Set.of(), Set.of(Trigger.LOCK_CARD))));
  }

  @Test
  void aTableWithACauseThatAlsoImpliesItsEdgeIsRefused() {
    Edge edge = at(9);

    refused(
        "edge 9 has a cause that also implies it",
        with(9, new Edge(9, edge.from(), edge.to(), edge.causes(), edge.causes())));
  }

  @Test
  void aTableWithAnEdgeTwiceIsRefused() {
    refused("edge 20 occurs twice", with(20, edge(20, 18)));
  }

  @Test
  void aTableWithTheFirstEdgeTwiceIsRefused() {
    refused("edge 20 occurs twice", with(20, edge(20, 1)));
  }

  @Test
  void aTableThatLeavesAFinalStateIsRefused() {
    refused(
        "edge 20 leaves the final state LOCKED",
        with(20, edge(20, CardState.LOCKED, CardState.UNASSIGNED)));
  }

  @Test
  void aTableWithAStateThatNothingReachesIsRefused() {
    refused("EXPIRED is not reachable", with(16, edge(16, CardState.ASSIGNED, CardState.ORDERED)));
  }

  @Test
  void aTableThatReachesAStateOnlyFromItselfIsRefused() {
    refused("EXPIRED is not reachable", with(16, edge(16, CardState.EXPIRED, CardState.EXPIRED)));
  }

  @Test
  void aTableWithoutAFirstEdgeIsRefused() {
    refused(
        "REQUESTED is not reachable", with(1, edge(1, CardState.PROCESSING, CardState.REQUESTED)));
  }

  @Test
  void aTableThatDoesNotLeaveAStateIsRefused() {
    refused(
        "EXPIRED is not final and has no exit",
        with(17, edge(17, CardState.UNASSIGNED, CardState.PRODUCED)));
  }

  private static void refused(String why, List<Edge> table) {
    IllegalStateException refusal =
        assertThrows(IllegalStateException.class, () -> Lifecycle.check(table));
    assertEquals("life cycle: " + why, refusal.getMessage());
  }

  /** The real table with one edge replaced, or appended. */
  private static List<Edge> with(int place, Edge edge) {
    List<Edge> table = new ArrayList<>(Lifecycle.edges());
    if (place > table.size()) {
      table.add(edge);
    } else {
      table.set(place - 1, edge);
    }
    return table;
  }

  private static Edge at(int number) {
    return Lifecycle.edges().get(number - 1);
  }

  private static Edge edge(int number, int like) {
    return edge(number, at(like).from(), at(like).to());
  }

  private static Edge edge(int number, CardState from, CardState to) {
    return new Edge(number, from, to, Set.of(Trigger.LOCK_CARD), Set.of());
  }

  private static String line(Edge edge) {
    String proofs = edge.implies().isEmpty() ? "" : " from" + names(edge.implies());
    return edge.number()
        + " "
        + edge.from()
        + " "
        + edge.to()
        + " by"
        + names(edge.causes())
        + proofs
        + "\n";
  }

  private static String names(Set<Trigger> triggers) {
    return triggers.stream().sorted().map(trigger -> " " + trigger).collect(Collectors.joining());
  }
}
