package io.cardflow.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.cardflow.domain.CardState;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * What has changed in a period, of limited size.
 *
 * @param edges how many cards took each edge
 * @param cards the ids of the first cards that changed
 * @param more whether other cards may have changed too
 */
public record Changes(Map<Edge, Integer> edges, Set<String> cards, boolean more) {

  /** The maximum number of ids. */
  static final int MOST_CARDS = 100;

  /** Events may have been missed: everything may have changed. */
  static final Changes GAP = new Changes(Map.of(), Set.of(), true);

  /**
   * A change of the state.
   *
   * @param from null for a new card
   */
  public record Edge(CardState from, CardState to) implements Comparable<Edge> {

    @Override
    public int compareTo(Edge other) {
      return Integer.compare(number(), other.number());
    }

    private int number() {
      return (from == null ? 0 : from.ordinal() + 1) * 100 + to.ordinal();
    }
  }

  /** The changes of this period and a later one. */
  Changes plus(Changes later) {
    Tally sum = new Tally();
    sum.add(this);
    sum.add(later);
    return sum.take();
  }

  /**
   * The representation.
   *
   * @param at when it is sent
   */
  View view(Instant at) {
    List<View.Flow> flows = new ArrayList<>();
    edges.forEach(
        (edge, count) ->
            flows.add(
                new View.Flow(
                    edge.from() == null ? null : edge.from().name(), edge.to().name(), count)));
    return new View(at, flows, List.copyOf(cards), more);
  }

  /** The data of an event of the stream. */
  @Schema(name = "Changes")
  public record View(
      @Schema(description = "When the event was sent") Instant at,
      @Schema(description = "The changes of states since the event before") List<Flow> edges,
      @Schema(description = "The cards that changed since the event before, at most 100")
          List<String> cards,
      @Schema(description = "Whether other cards may have changed too: read again what is shown")
          boolean more) {

    /** How many cards took an edge. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    @Schema(name = "Flow")
    record Flow(@Schema(description = "Absent for new cards") String from, String to, int cards) {}
  }

  /** Changes that are being collected. */
  static final class Tally {

    private Map<Edge, Integer> edges = new TreeMap<>();
    private Set<String> cards = new LinkedHashSet<>();
    private boolean more;

    synchronized void add(ChangedCard change) {
      if (change.to() != null) {
        edges.merge(new Edge(change.from(), change.to()), 1, Integer::sum);
      }
      add(change.cardId());
    }

    synchronized void add(Changes changes) {
      changes.edges().forEach((edge, count) -> edges.merge(edge, count, Integer::sum));
      changes.cards().forEach(this::add);
      more |= changes.more();
    }

    /** Returns what was collected, and begins again; null if that is nothing. */
    synchronized Changes take() {
      if (cards.isEmpty() && !more) {
        return null;
      }
      Changes taken = new Changes(edges, cards, more);
      edges = new TreeMap<>();
      cards = new LinkedHashSet<>();
      more = false;
      return taken;
    }

    private void add(String cardId) {
      if (cards.size() < MOST_CARDS) {
        cards.add(cardId);
      } else {
        more |= !cards.contains(cardId);
      }
    }
  }
}
