package io.cardflow.bench;

import io.cardflow.history.History;
import io.cardflow.history.History.Published;
import io.cardflow.history.HistoryChecker;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What subscribers see of crashes.
 *
 * @param doubled events that occur again, and events that no message should have had
 * @param lost missing events
 * @param outOfOrder events whose first occurrence follows a later one of the same card
 * @param doubledRejections rejections that occur again
 * @param lostRejections missing rejections
 * @param violations everything that the history checker finds, and dead letters
 */
record Damage(
    long doubled,
    long lost,
    long outOfOrder,
    long doubledRejections,
    long lostRejections,
    long violations) {

  static final Damage NONE = new Damage(0, 0, 0, 0, 0, 0);

  /**
   * @param events the number of events that the messages must have had
   * @param rejections the number of their rejections
   */
  static Damage of(History history, int events, int rejections) {
    Set<String> seen = new HashSet<>();
    Map<String, Integer> latest = new HashMap<>();
    long outOfOrder = 0;
    for (Published event : inOrder(history.events())) {
      if (seen.add(event.headers().get("ce_id"))) {
        int version = event.data().path("version").asInt();
        int before = latest.merge(event.key(), version, Math::max);
        outOfOrder += before > version ? 1 : 0;
      }
    }
    Set<String> rejected = new HashSet<>();
    history.rejections().forEach(each -> rejected.add(each.headers().get("ce_id")));
    return new Damage(
        history.events().size() - Math.min(seen.size(), events),
        Math.max(0, events - seen.size()),
        outOfOrder,
        history.rejections().size() - Math.min(rejected.size(), rejections),
        Math.max(0, rejections - rejected.size()),
        HistoryChecker.violations(history).size() + history.deadLetters().size());
  }

  Damage and(Damage more) {
    return new Damage(
        doubled + more.doubled,
        lost + more.lost,
        outOfOrder + more.outOfOrder,
        doubledRejections + more.doubledRejections,
        lostRejections + more.lostRejections,
        violations + more.violations);
  }

  long total() {
    return doubled + lost + outOfOrder + doubledRejections + lostRejections + violations;
  }

  /** The cells of a table. */
  String cells() {
    return "%d | %d | %d | %d | %d | %d"
        .formatted(doubled, lost, outOfOrder, doubledRejections, lostRejections, violations);
  }

  private static List<Published> inOrder(List<Published> records) {
    return records.stream()
        .sorted(Comparator.comparingInt(Published::partition).thenComparing(Published::offset))
        .toList();
  }
}
