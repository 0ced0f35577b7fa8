package io.cardflow.bench;

import io.cardflow.history.History;
import io.cardflow.history.History.CardRow;
import io.cardflow.history.History.Published;
import io.cardflow.history.HistoryChecker;
import io.cardflow.history.HistoryReader;
import io.cardflow.local.Topics;
import io.cardflow.servers.Database;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Sees to it that nobody wins by doing less. */
final class Judge {

  private static final int SHOWN = 5;

  private Judge() {}

  /**
   * @throws IllegalStateException if the history is not that of the workload, or breaks a promise
   */
  static void judge(
      Contestant contestant,
      String bootstrapServers,
      Topics topics,
      Database database,
      Workload load) {
    History history =
        contestant == Contestant.CARDFLOW
            ? HistoryReader.read(bootstrapServers, topics, database)
            : published(bootstrapServers, topics);
    List<String> wrong = new ArrayList<>(HistoryChecker.violations(history));
    if (history.events().size() != load.events()) {
      wrong.add("events: " + history.events().size() + " of " + load.events());
    }
    if (history.rejections().size() != load.rejections()) {
      wrong.add("rejections: " + history.rejections().size() + " of " + load.rejections());
    }
    if (!wrong.isEmpty()) {
      throw new IllegalStateException(
          contestant.title() + ": " + wrong.subList(0, Math.min(SHOWN, wrong.size())));
    }
  }

  /** Without the worker's table, the cards are what their last events say. */
  private static History published(String bootstrapServers, Topics topics) {
    List<Published> events = HistoryReader.published(bootstrapServers, topics.events());
    Map<String, CardRow> cards = new HashMap<>();
    for (Published event : events) {
      int version = event.data().path("version").asInt();
      CardRow known = cards.get(event.key());
      String state =
          event.data().has("to")
              ? event.data().path("to").asText()
              : known == null ? "" : known.state();
      cards.put(event.key(), new CardRow(event.key(), version, state));
    }
    return new History(
        events,
        HistoryReader.published(bootstrapServers, topics.rejections()),
        List.of(),
        List.copyOf(cards.values()));
  }
}
