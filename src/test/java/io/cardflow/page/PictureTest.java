package io.cardflow.page;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cardflow.api.SummaryView;
import io.cardflow.api.SummaryView.StayView;
import io.cardflow.domain.CardState;
import io.cardflow.domain.Lifecycle;
import io.cardflow.page.Picture.Edge;
import io.cardflow.page.Picture.Node;
import io.cardflow.store.Summaries.Flow;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The picture has every state and every edge, with their figures. */
class PictureTest {

  private final Picture picture =
      Picture.of(
          new SummaryView(
              Instant.EPOCH,
              Map.of(CardState.ASSIGNED, 7L),
              Map.of(CardState.PROCESSING, new StayView(60, 3, 30)),
              Map.of(),
              List.of(),
              List.of(),
              List.of(new Flow("", "REQUESTED", 1, 2), new Flow("ASSIGNED", "EXPIRED", 500, 600)),
              null));

  @Test
  void eachStateHasABoxInsideThePictureAndNoTwoOverlap() {
    Set<CardState> states = picture.nodes().stream().map(Node::state).collect(Collectors.toSet());
    assertEquals(EnumSet.allOf(CardState.class), states);
    for (Node node : picture.nodes()) {
      assertTrue(node.x() >= 0 && node.x() + node.width() <= Picture.WIDTH, node.toString());
      assertTrue(node.y() >= 0 && node.y() + node.height() <= Picture.HEIGHT, node.toString());
      for (Node other : picture.nodes()) {
        assertTrue(
            node == other
                || Math.abs(node.x() - other.x()) > node.width()
                || Math.abs(node.y() - other.y()) > node.height(),
            node + " and " + other);
      }
    }
  }

  @Test
  void eachEdgeHasAnArrowOfItsOwn() {
    assertEquals(Lifecycle.edges().size(), picture.edges().size());
    assertEquals(
        Lifecycle.edges().size(),
        picture.edges().stream().map(Edge::path).collect(Collectors.toSet()).size());
  }

  @Test
  void countsFlowsAndOverdueStaysAreWhereTheyBelong() {
    assertEquals(7, node(CardState.ASSIGNED).cards());
    assertEquals(0, node(CardState.LOCKED).cards());
    assertEquals(3, node(CardState.PROCESSING).overdue());
    Edge created = picture.edges().get(0);
    assertEquals(1, created.hour());
    assertEquals(2, created.day());
    Edge expired = picture.edges().get(15);
    assertEquals(CardState.EXPIRED, expired.to());
    assertEquals(500, expired.hour());
    assertTrue(Double.parseDouble(expired.width()) > Double.parseDouble(created.width()));
  }

  private Node node(CardState state) {
    return picture.nodes().stream().filter(node -> node.state() == state).findFirst().orElseThrow();
  }
}
