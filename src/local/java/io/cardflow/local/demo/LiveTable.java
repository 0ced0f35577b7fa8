package io.cardflow.local.demo;

import io.cardflow.domain.CardState;
import io.cardflow.domain.OrderStatus;
import io.cardflow.domain.Outcome;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Formats numbers as a table of fixed size, which can be redrawn in place, or as one line. */
final class LiveTable {

  private static final int WIDTH = 20;
  private static final String HEAD =
      "  %-24s   %-24s   %s".formatted("cards by state", "orders by status", "messages by outcome");

  private LiveTable() {}

  /** Returns the lines of the table. */
  static List<String> lines(Numbers numbers) {
    List<String> right = new ArrayList<>();
    for (Outcome outcome : Outcome.values()) {
      right.add(row(outcome.name().toLowerCase(Locale.ROOT), numbers.outcome(outcome)));
    }
    right.add(row("commands sent", numbers.sent()));
    right.add(row("inbound records", numbers.inbound()));
    right.add(row("events read", numbers.events()));
    right.add(row("rejections read", numbers.rejections()));
    right.add(row("dead letters read", numbers.deadLetters()));
    List<String> orders = new ArrayList<>();
    for (OrderStatus status : OrderStatus.values()) {
      orders.add(row(status.name(), numbers.orders(status)));
    }
    orders.add(row("cards ordered", numbers.ordered()));
    orders.add("");
    orders.add("timer notices");
    orders.add(row("reminders", numbers.reminders()));
    orders.add(row("overdue", numbers.overdue()));
    List<String> lines = new ArrayList<>();
    lines.add(HEAD);
    CardState[] states = CardState.values();
    for (int line = 0; line < Math.max(states.length, right.size()); line++) {
      lines.add(
          "  %-24s   %-24s   %s"
              .formatted(
                  line < states.length ? row(states[line].name(), numbers.state(states[line])) : "",
                  line < orders.size() ? orders.get(line) : "",
                  line < right.size() ? right.get(line) : "")
              .stripTrailing());
    }
    lines.add(progress(numbers));
    return lines;
  }

  /** The progress of ordering. */
  private static String progress(Numbers numbers) {
    int away = numbers.state(CardState.REQUESTED) + numbers.state(CardState.PROCESSING);
    int all = numbers.cards() - numbers.state(CardState.ABORTED);
    int done = all == 0 ? 0 : (all - away) * WIDTH / all;
    return "  ordering  [%s%s] %6d of %6d cards answered by the bureau"
        .formatted("#".repeat(done), ".".repeat(WIDTH - done), all - away, all);
  }

  /** Returns one line with the most important numbers. */
  static String line(Numbers numbers) {
    return ("sent=%d inbound=%d ended=%d cards=%d ordered=%d shipped=%d"
            + " events=%d rejections=%d deadLetters=%d")
        .formatted(
            numbers.sent(),
            numbers.inbound(),
            numbers.ended(),
            numbers.cards(),
            numbers.ordered(),
            numbers.shipped(),
            numbers.events(),
            numbers.rejections(),
            numbers.deadLetters());
  }

  private static String row(String name, int number) {
    return "%-17s %6d".formatted(name, number);
  }
}
