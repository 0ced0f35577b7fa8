package io.cardflow.local.demo;

import io.cardflow.domain.CardState;
import io.cardflow.domain.Outcome;
import io.cardflow.ops.CardflowConfig;
import io.cardflow.ops.Metric;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import javax.sql.DataSource;

/** Counts what a run has led to so far: its own cards, and records since it began. */
final class Census {

  private final String run;
  private final DataSource database;
  private final MeterRegistry registry;
  private final CardflowConfig.Topics topics;
  private final DemoLoad load;
  private final Subscriber subscriber;
  private final Map<Outcome, Integer> before;

  Census(
      String run,
      DataSource database,
      MeterRegistry registry,
      CardflowConfig.Topics topics,
      DemoLoad load,
      Subscriber subscriber) {
    this.run = run;
    this.database = database;
    this.registry = registry;
    this.topics = topics;
    this.load = load;
    this.subscriber = subscriber;
    this.before = outcomes();
  }

  Numbers take() throws SQLException {
    Map<CardState, Integer> states = new EnumMap<>(CardState.class);
    int versions = 0;
    Map<Outcome, Integer> outcomes = outcomes();
    before.forEach((outcome, count) -> outcomes.merge(outcome, -count, Integer::sum));
    try (Connection connection = database.getConnection();
        PreparedStatement statement =
            connection.prepareStatement(
                "SELECT state, count(*), sum(version) FROM card WHERE id LIKE ? GROUP BY state")) {
      statement.setString(1, "T-" + run + "-%");
      try (ResultSet rows = statement.executeQuery()) {
        while (rows.next()) {
          states.put(CardState.valueOf(rows.getString(1)), rows.getInt(2));
          versions += rows.getInt(3);
        }
      }
    }
    return new Numbers(
        load.sent(),
        states,
        versions,
        outcomes,
        subscriber.count(topics.events()),
        subscriber.count(topics.rejections()),
        subscriber.count(topics.deadLetters()));
  }

  private Map<Outcome, Integer> outcomes() {
    Map<Outcome, Integer> outcomes = new EnumMap<>(Outcome.class);
    for (Outcome outcome : Outcome.values()) {
      double count =
          registry
              .find(Metric.MESSAGES.id())
              .tag("outcome", outcome.name().toLowerCase(Locale.ROOT))
              .counters()
              .stream()
              .mapToDouble(Counter::count)
              .sum();
      outcomes.put(outcome, (int) count);
    }
    return outcomes;
  }
}
