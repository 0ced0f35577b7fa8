package io.cardflow.bench;

import io.cardflow.history.History;
import io.cardflow.history.History.CardRow;
import io.cardflow.history.History.Published;
import io.cardflow.history.HistoryChecker;
import io.cardflow.history.HistoryReader;
import io.cardflow.local.Topics;
import io.cardflow.servers.Database;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Checks that every contestant does the same work. */
final class Judge {

  private static final int SHOWN = 5;

  /** Small enough that PostgreSQL uses the index instead of a sequential scan of a large table. */
  private static final int PORTION = 1_000;

  private Judge() {}

  /**
   * @throws IllegalStateException if the history does not match the workload, or violates a
   *     guarantee
   */
  static void judge(Entry entry, Platform platform, Database database, Workload load) {
    judge(entry, platform, database, load.topics(), load.events(), load.rejections());
  }

  /** The same for messages that must lead to this many events and rejections. */
  static void judge(
      Entry entry,
      Platform platform,
      Database database,
      Topics topics,
      int events,
      int rejections) {
    require(entry, history(entry, platform, database, topics), events, rejections);
  }

  /** Checks the history without its size. */
  static void order(Entry entry, Platform platform, Database database, Topics topics) {
    History history = history(entry, platform, database, topics);
    require(entry, history, history.events().size(), history.rejections().size());
  }

  /** Checks events and rejections, and not the cards: others are among them. */
  static final LatencyRun.Check PUBLISHED =
      new LatencyRun.Check() {
        @Override
        public void check(
            Entry entry,
            Platform platform,
            Database database,
            Topics topics,
            int events,
            int rejections) {
          require(entry, published(platform.bootstrapServers(), topics), events, rejections);
        }

        @Override
        public void late(Entry entry, Platform platform, Database database, Topics topics) {
          History history = published(platform.bootstrapServers(), topics);
          require(entry, history, history.events().size(), history.rejections().size());
        }
      };

  /** Checks the cards of a workload in a table with other cards. */
  static void among(Entry entry, Platform platform, Database database, Workload load, Past past) {
    String servers = platform.bootstrapServers();
    List<Published> events = HistoryReader.published(servers, load.topics().events());
    List<Published> all = new ArrayList<>(past.of(events));
    int before = all.size();
    all.addAll(events);
    require(
        entry,
        new History(
            all,
            HistoryReader.published(servers, load.topics().rejections()),
            List.of(),
            rows(database, load.cards())),
        before + load.events(),
        load.rejections());
  }

  private static void require(Entry entry, History history, int events, int rejections) {
    List<String> wrong = new ArrayList<>(HistoryChecker.violations(history));
    if (history.events().size() != events) {
      wrong.add("events: " + history.events().size() + " of " + events);
    }
    if (history.rejections().size() != rejections) {
      wrong.add("rejections: " + history.rejections().size() + " of " + rejections);
    }
    if (!history.deadLetters().isEmpty()) {
      wrong.add("dead letters: " + history.deadLetters().size());
    }
    if (!wrong.isEmpty()) {
      throw new IllegalStateException(
          entry.title() + ": " + wrong.subList(0, Math.min(SHOWN, wrong.size())));
    }
  }

  /** What a run has published, and its cards. */
  static History history(Entry entry, Platform platform, Database database, Topics topics) {
    String servers = platform.bootstrapServers();
    return entry.contestant() == Contestant.CARDFLOW
        ? HistoryReader.read(servers, topics, database)
        : published(servers, topics);
  }

  /** Without the worker's table, the state of a card is that of its last event. */
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

  private static List<CardRow> rows(Database database, List<String> cards) {
    List<CardRow> rows = new ArrayList<>();
    try (Connection connection = database.connect();
        PreparedStatement statement =
            connection.prepareStatement("SELECT id, version, state FROM card WHERE id = ANY(?)")) {
      for (int from = 0; from < cards.size(); from += PORTION) {
        List<String> portion = cards.subList(from, Math.min(cards.size(), from + PORTION));
        statement.setArray(1, connection.createArrayOf("text", portion.toArray()));
        try (ResultSet found = statement.executeQuery()) {
          while (found.next()) {
            rows.add(new CardRow(found.getString(1), found.getInt(2), found.getString(3)));
          }
        }
      }
    } catch (SQLException failed) {
      throw new IllegalStateException(failed);
    }
    return rows;
  }
}
