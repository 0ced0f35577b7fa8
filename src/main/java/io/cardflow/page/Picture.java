package io.cardflow.page;

import io.cardflow.api.SummaryView;
import io.cardflow.api.SummaryView.StayView;
import io.cardflow.domain.CardState;
import io.cardflow.domain.Lifecycle;
import io.cardflow.store.Summaries.Flow;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * The life cycle as a picture: a box for each state with the number of its cards, and an arrow for
 * each edge, as wide as its flow in the last hour. Coordinates are pixels.
 */
public record Picture(List<Node> nodes, List<Edge> edges) {

  public static final int WIDTH = 1160;
  public static final int HEIGHT = 450;

  private static final int START = 30;
  private static final int TOP = 52;
  private static final int BOX_WIDTH = 128;
  private static final int BOX_HEIGHT = 62;
  private static final double THINNEST = 1.5;
  private static final double WIDEST = 9;

  /** The corner of each box at the top left. */
  private static final Map<CardState, int[]> PLACES = new EnumMap<>(CardState.class);

  /** The arrows by number of the edge, with the place of the label. */
  private static final List<Arrow> ARROWS =
      List.of(
          new Arrow("M-22 181 H28", 2, 172),
          new Arrow("M158 181 H193", 176, 172),
          new Arrow("M95 150 C95 60 425 60 425 146", 260, 76),
          new Arrow("M323 181 H358", 341, 172),
          new Arrow("M95 212 L140 326", 100, 268),
          new Arrow("M245 212 L205 326", 240, 268),
          new Arrow("M45 212 V400 Q45 420 65 420 H405 Q425 420 425 400 V396", 250, 413),
          new Arrow("M295 212 C300 290 340 320 378 327", 320, 296),
          new Arrow("M488 181 H523", 506, 172),
          new Arrow("M653 181 H688", 671, 172),
          new Arrow("M435 212 V326", 448, 272),
          new Arrow("M575 212 C570 300 530 345 494 352", 566, 296),
          new Arrow("M818 181 H853", 836, 172),
          new Arrow("M935 212 V326", 950, 272),
          new Arrow("M900 330 V216", 886, 272),
          new Arrow("M853 361 H822", 838, 352),
          new Arrow("M754 330 C754 260 800 225 866 214", 764, 262),
          new Arrow("M983 181 H1018", 1001, 172),
          new Arrow("M983 361 C1050 361 1082 300 1082 216", 1056, 320));

  static {
    place(0, 150, CardState.REQUESTED);
    place(1, 150, CardState.PROCESSING);
    place(2, 150, CardState.ORDERED);
    place(3, 150, CardState.IN_PRODUCTION);
    place(4, 150, CardState.PRODUCED);
    place(5, 150, CardState.UNASSIGNED);
    place(6, 150, CardState.LOCKED);
    PLACES.put(CardState.ABORTED, new int[] {108, 330});
    place(2, 330, CardState.FAILED);
    place(4, 330, CardState.EXPIRED);
    place(5, 330, CardState.ASSIGNED);
  }

  private record Arrow(String path, int labelX, int labelY) {}

  /**
   * The box of a state.
   *
   * @param overdue how many cards have stayed too long
   */
  public record Node(CardState state, int x, int y, long cards, long overdue) {

    public int width() {
      return BOX_WIDTH;
    }

    public int height() {
      return BOX_HEIGHT;
    }

    public int middle() {
      return x + BOX_WIDTH / 2;
    }

    public String label() {
      return Labels.label(state);
    }
  }

  /**
   * The arrow of an edge.
   *
   * @param width in pixels
   * @param hour how many cards took it in the last hour
   * @param day how many cards took it in the last day
   */
  public record Edge(
      int number,
      CardState from,
      CardState to,
      String path,
      int labelX,
      int labelY,
      String width,
      long hour,
      long day) {

    public String fromLabel() {
      return from == null ? Labels.NONE : Labels.label(from);
    }

    public String toLabel() {
      return Labels.label(to);
    }
  }

  /** Draws the figures. */
  static Picture of(SummaryView summary) {
    List<Node> nodes = new ArrayList<>();
    for (CardState state : CardState.values()) {
      int[] place = PLACES.get(state);
      StayView stay = summary.stays().get(state);
      nodes.add(
          new Node(
              state,
              place[0],
              place[1],
              summary.cards().getOrDefault(state, 0L),
              stay == null ? 0 : stay.overdue()));
    }
    List<Edge> edges = new ArrayList<>();
    for (Lifecycle.Edge edge : Lifecycle.edges()) {
      Arrow arrow = ARROWS.get(edge.number() - 1);
      Flow flow = flow(summary.flow(), edge);
      edges.add(
          new Edge(
              edge.number(),
              edge.from(),
              edge.to(),
              arrow.path(),
              arrow.labelX(),
              arrow.labelY(),
              width(flow.hour()),
              flow.hour(),
              flow.day()));
    }
    return new Picture(nodes, edges);
  }

  /** The part of the plane that is shown, with room for the first arrow. */
  public String box() {
    return "-%d %d %d %d".formatted(START, TOP, WIDTH + START, HEIGHT - TOP);
  }

  /** Grows with the logarithm of the flow. */
  private static String width(long hour) {
    double width = Math.min(WIDEST, THINNEST + Math.log1p((double) hour));
    return String.format(Locale.ROOT, "%.1f", width);
  }

  private static Flow flow(List<Flow> flows, Lifecycle.Edge edge) {
    String from = edge.from() == null ? "" : edge.from().name();
    return flows.stream()
        .filter(each -> each.from().equals(from) && each.to().equals(edge.to().name()))
        .findFirst()
        .orElse(new Flow(from, edge.to().name(), 0, 0));
  }

  private static void place(int column, int y, CardState state) {
    PLACES.put(state, new int[] {30 + 165 * column, y});
  }
}
