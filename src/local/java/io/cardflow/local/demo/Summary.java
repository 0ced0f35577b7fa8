package io.cardflow.local.demo;

import io.cardflow.domain.CardState;
import io.cardflow.domain.Outcome;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Compares the counts of messages, events and cards at the end of a run. */
record Summary(List<String> lines, boolean matches) {

  /**
   * @param bureau the bureau's books about the run
   */
  static Summary of(Numbers numbers, BureauBooks bureau) {
    List<String> lines = new ArrayList<>();
    for (Outcome outcome : Outcome.values()) {
      String name = outcome.name().toLowerCase(Locale.ROOT);
      lines.add("   %-45s %6d".formatted(name, numbers.outcome(outcome)));
    }
    boolean right =
        line(lines, "records decided, of those received", numbers.inbound(), numbers.ended());
    right &=
        line(lines, "events read, of the cards' versions", numbers.versions(), numbers.events());
    right &=
        line(
            lines,
            "rejections read, of messages rejected",
            numbers.outcome(Outcome.REJECTED),
            numbers.rejections());
    right &=
        line(
            lines,
            "dead letters read, of records dead-lettered",
            numbers.outcome(Outcome.DEAD_LETTERED),
            numbers.deadLetters());
    right &=
        line(
            lines,
            "cards on the bureau's books, of those ordered",
            numbers.cards() - numbers.state(CardState.ABORTED),
            bureau.cards());
    right &=
        line(lines, "cards ordered only once, of the bureau's", bureau.cards(), bureau.different());
    right &= line(lines, "cards shipped, of the bureau's", bureau.shipped(), numbers.shipped());
    right &=
        line(
            lines,
            "cards failed, of the bureau's",
            bureau.refused() + bureau.failed(),
            numbers.state(CardState.FAILED));
    lines.add(
        right ? "All counts match." : "The counts do NOT match, see the lines marked with !!");
    return new Summary(lines, right);
  }

  private static boolean line(List<String> lines, String what, int expected, int counted) {
    boolean right = expected == counted;
    lines.add("%s %-45s %6d of %6d".formatted(right ? "  " : "!!", what, counted, expected));
    return right;
  }
}
