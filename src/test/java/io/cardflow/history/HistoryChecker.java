package io.cardflow.history;

import io.cardflow.history.History.Published;
import io.cardflow.history.History.Sent;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;

/** Checks a run using only its topics and its table. */
public final class HistoryChecker {

  private HistoryChecker() {}

  /** All violations in the history itself; empty if there are none. */
  public static List<String> violations(History history) {
    Violations violations = new Violations();
    judge(history, violations);
    return violations.found();
  }

  /**
   * All violations in the history, given its inbound records.
   *
   * @param sent all records of the inbound topics, from any sender
   */
  public static List<String> violations(History history, Collection<Sent> sent) {
    Violations violations = new Violations();
    judge(history, violations).of(sent);
    return violations.found();
  }

  private static Outcomes judge(History history, Violations violations) {
    CardThreads threads = new CardThreads(violations);
    inOrder(history.events()).forEach(threads::event);
    threads.rows(history.cards());
    Outcomes outcomes = new Outcomes(violations, threads.causes());
    inOrder(history.rejections()).forEach(outcomes::rejection);
    history.deadLetters().forEach(outcomes::deadLetter);
    return outcomes;
  }

  private static List<Published> inOrder(List<Published> records) {
    return records.stream()
        .sorted(Comparator.comparingInt(Published::partition).thenComparing(Published::offset))
        .toList();
  }
}
