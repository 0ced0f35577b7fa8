package io.cardflow.local.demo;

import io.cardflow.domain.CardState;
import io.cardflow.domain.Outcome;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Numbers as a table of fixed size, so that the next one can be drawn over it. */
final class LiveTable {

  private LiveTable() {}

  /** The lines of the table, cards by state on the left and messages by outcome on the right. */
  static List<String> lines(Numbers numbers) {
    List<String> right = new ArrayList<>();
    for (Outcome outcome : Outcome.values()) {
      right.add(row(outcome.name().toLowerCase(Locale.ROOT), numbers.outcome(outcome)));
    }
    right.add(row("sent", numbers.sent()));
    right.add("");
    right.add(row("events read", numbers.events()));
    right.add(row("rejections read", numbers.rejections()));
    right.add(row("dead letters read", numbers.deadLetters()));
    List<String> lines = new ArrayList<>();
    lines.add("  %-24s   %s".formatted("cards by state", "messages by outcome"));
    CardState[] states = CardState.values();
    for (int line = 0; line < Math.max(states.length, right.size()); line++) {
      String left =
          line < states.length ? row(states[line].name(), numbers.state(states[line])) : "";
      String other = line < right.size() ? right.get(line) : "";
      lines.add("  %-24s   %s".formatted(left, other).stripTrailing());
    }
    return lines;
  }

  private static String row(String name, int number) {
    return "%-17s %6d".formatted(name, number);
  }
}
