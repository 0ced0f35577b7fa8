package io.cardflow.local.demo;

import io.agroal.api.AgroalDataSource;
import io.cardflow.domain.CardState;
import io.cardflow.domain.Outcome;
import io.cardflow.local.LocalConfig;
import io.cardflow.ops.CardflowConfig;
import io.cardflow.ops.Metric;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Sends a thousand cards through their lives while a person watches, and adds up. */
@Singleton
class Demo {

  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final DemoConfig demo;
  private final LocalConfig local;
  private final CardflowConfig config;
  private final MeterRegistry registry;
  private final AgroalDataSource database;
  private final String bootstrapServers;
  private final Screen screen = new Screen();
  private volatile boolean stopping;

  Demo(
      DemoConfig demo,
      LocalConfig local,
      CardflowConfig config,
      MeterRegistry registry,
      AgroalDataSource database,
      @ConfigProperty(name = "kafka.bootstrap.servers") String bootstrapServers) {
    this.demo = demo;
    this.local = local;
    this.config = config;
    this.registry = registry;
    this.database = database;
    this.bootstrapServers = bootstrapServers;
  }

  void start(@Observes StartupEvent started) {
    if (local.enabled() && demo.cards() > 0) {
      Thread thread = new Thread(this::run, "cardflow-demo");
      thread.setDaemon(true);
      thread.start();
    }
  }

  void stop(@Observes ShutdownEvent stopped) {
    stopping = true;
  }

  private void run() {
    String run = Long.toString(Instant.now().getEpochSecond(), 36);
    Scenario scenario = new Scenario(run, demo.cards());
    try (Subscriber subscriber = new Subscriber(bootstrapServers, config.topics());
        DemoLoad load = new DemoLoad(bootstrapServers, config.topics(), demo.rate())) {
      screen.say("%d cards are sent through their lives.".formatted(demo.cards()));
      Map<Outcome, Integer> before = outcomes(Map.of());
      for (List<Step> wave : scenario.waves()) {
        Instant notBefore =
            DemoLoad.expires(wave) ? Instant.now().plus(Life.SHORT_VALIDITY) : Instant.now();
        watch(() -> !Instant.now().isBefore(notBefore), run, before, load, subscriber);
        Thread sending = new Thread(() -> load.send(wave), "cardflow-demo-load");
        sending.start();
        watch(() -> !sending.isAlive(), run, before, load, subscriber);
        watch(
            () -> numbers(run, before, load, subscriber).ended() >= load.sent(),
            run,
            before,
            load,
            subscriber);
      }
      watch(() -> settled(run, before, load, subscriber), run, before, load, subscriber);
      Numbers last = numbers(run, before, load, subscriber);
      screen.drawNow(LiveTable.lines(last));
      screen.say("");
      Summary summary = Summary.of(scenario, last);
      summary.lines().forEach(screen::say);
      screen.say("");
      screen.say("The worker stays up. To send a message of your own, see README.md, or watch:");
      screen.say(
          "kcat -C -b %s -t %s -o end -X isolation.level=read_committed -f '%%k %%s\\n'"
              .formatted(bootstrapServers, config.topics().events()));
    } catch (SQLException | RuntimeException failed) {
      if (!stopping) {
        screen.say("The demonstration ends early: " + failed);
      }
    }
  }

  /** A condition that may ask the database. */
  private interface Condition {
    boolean holds() throws SQLException;
  }

  private void watch(
      Condition done,
      String run,
      Map<Outcome, Integer> before,
      DemoLoad load,
      Subscriber subscriber)
      throws SQLException {
    long until = System.nanoTime() + PATIENCE.toNanos();
    while (!done.holds() && !stopping && System.nanoTime() < until) {
      subscriber.read(Duration.ofMillis(250));
      screen.draw(LiveTable.lines(numbers(run, before, load, subscriber)));
    }
  }

  private boolean settled(
      String run, Map<Outcome, Integer> before, DemoLoad load, Subscriber subscriber)
      throws SQLException {
    Numbers numbers = numbers(run, before, load, subscriber);
    return numbers.events() >= numbers.versions()
        && numbers.rejections() >= numbers.outcome(Outcome.REJECTED)
        && numbers.deadLetters() >= numbers.outcome(Outcome.DEAD_LETTERED);
  }

  private Numbers numbers(
      String run, Map<Outcome, Integer> before, DemoLoad load, Subscriber subscriber)
      throws SQLException {
    Map<CardState, Integer> states = new EnumMap<>(CardState.class);
    int versions = 0;
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
        outcomes(before),
        subscriber.count(config.topics().events()),
        subscriber.count(config.topics().rejections()),
        subscriber.count(config.topics().deadLetters()));
  }

  private Map<Outcome, Integer> outcomes(Map<Outcome, Integer> before) {
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
      outcomes.put(outcome, (int) count - before.getOrDefault(outcome, 0));
    }
    return outcomes;
  }
}
