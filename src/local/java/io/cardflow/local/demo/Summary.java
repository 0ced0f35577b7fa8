package io.cardflow.local.demo;

import io.cardflow.domain.Outcome;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Whether everything that was sent has come out as it must. */
record Summary(List<String> lines, boolean addsUp) {

  static Summary of(Scenario scenario, Numbers numbers) {
    List<String> lines = new ArrayList<>();
    boolean right = true;
    for (Outcome outcome : Outcome.values()) {
      if (outcome != Outcome.FORWARDED) {
        String name = outcome.name().toLowerCase(Locale.ROOT);
        right &= line(lines, name, scenario.expected(outcome), numbers.outcome(outcome));
      }
    }
    right &= line(lines, "records ended, of those sent", numbers.sent(), numbers.ended());
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
    lines.add(right ? "It adds up." : "It does NOT add up: see the lines marked with !!");
    return new Summary(lines, right);
  }

  private static boolean line(List<String> lines, String what, int expected, int counted) {
    boolean right = expected == counted;
    lines.add("%s %-44s %6d of %6d".formatted(right ? "  " : "!!", what, counted, expected));
    return right;
  }
}
