package io.cardflow.local.demo;

import io.cardflow.domain.CardState;
import io.cardflow.domain.OrderStatus;
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

/** Counts the progress of a run: its cards, and all records since its start. */
final class Census {

  private static final String CARDS =
      "SELECT state, count(*), sum(version) FROM card WHERE id LIKE ? GROUP BY state";
  private static final String BATCHES =
      "SELECT b.status, count(DISTINCT b.id), count(*) FROM order_batch b"
          + " JOIN order_card o ON o.batch_id = b.id WHERE o.card_id LIKE ? GROUP BY b.status";

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
    Map<OrderStatus, Integer> orders = new EnumMap<>(OrderStatus.class);
    int ordered = 0;
    try (Connection connection = database.getConnection();
        PreparedStatement cards = connection.prepareStatement(CARDS);
        PreparedStatement batches = connection.prepareStatement(BATCHES)) {
      cards.setString(1, Scenario.prefix(run) + "%");
      try (ResultSet rows = cards.executeQuery()) {
        while (rows.next()) {
          states.put(CardState.valueOf(rows.getString(1)), rows.getInt(2));
          versions += rows.getInt(3);
        }
      }
      batches.setString(1, Scenario.prefix(run) + "%");
      try (ResultSet rows = batches.executeQuery()) {
        while (rows.next()) {
          orders.put(OrderStatus.valueOf(rows.getString(1)), rows.getInt(2));
          ordered += rows.getInt(3);
        }
      }
    }
    return new Numbers(
        load.sent(),
        subscriber.count(topics.commands()) + subscriber.count(topics.producerStatus()),
        states,
        versions,
        orders,
        ordered,
        outcomes,
        subscriber.ofType("io.cardflow.card.expiring.v1"),
        subscriber.ofType("io.cardflow.card.overdue.v1"),
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
