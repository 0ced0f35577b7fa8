package io.cardflow.local.demo;

import io.agroal.api.AgroalDataSource;
import io.cardflow.domain.CardState;
import io.cardflow.domain.Outcome;
import io.cardflow.local.LocalConfig;
import io.cardflow.ops.CardflowConfig;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Sends cards through their life cycle, shows the progress, and compares the counts at the end. */
@Singleton
class Demo {

  /** The demonstration is aborted after this time without progress. */
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private static final Duration REDRAW = Duration.ofMillis(250);

  private final DemoConfig demo;
  private final LocalConfig local;
  private final CardflowConfig config;
  private final MeterRegistry registry;
  private final AgroalDataSource database;
  private final String bootstrapServers;
  private final int httpPort;
  private final int managementPort;
  private final Screen screen = new Screen();
  private volatile boolean stopping;

  Demo(
      DemoConfig demo,
      LocalConfig local,
      CardflowConfig config,
      MeterRegistry registry,
      AgroalDataSource database,
      @ConfigProperty(name = "kafka.bootstrap.servers") String bootstrapServers,
      @ConfigProperty(name = "quarkus.http.port") int httpPort,
      @ConfigProperty(name = "quarkus.management.port") int managementPort) {
    this.demo = demo;
    this.local = local;
    this.config = config;
    this.registry = registry;
    this.database = database;
    this.bootstrapServers = bootstrapServers;
    this.httpPort = httpPort;
    this.managementPort = managementPort;
  }

  void start(@Observes StartupEvent started) {
    if (local.enabled() && demo.cards() <= 0) {
      // The faults are only for the demonstration; without it, the bureau works without faults.
      config.gocards().url().ifPresent(url -> BureauBooks.calm(url.toString()));
    } else if (local.enabled()) {
      if (demo.rate() < 1) {
        throw new IllegalArgumentException(
            "cardflow.demo.rate must be 1 or more, not " + demo.rate());
      }
      Thread thread = new Thread(this::run, "cardflow-demo");
      thread.setDaemon(true);
      thread.start();
    }
  }

  void stop(@Observes ShutdownEvent stopped) {
    stopping = true;
  }

  private void run() {
    // Runs on a kept data directory must not share card ids.
    String run = Long.toString(Instant.now().getEpochSecond(), 36);
    Scenario scenario = new Scenario(run, demo.cards());
    try (Screen screen = this.screen.open();
        Subscriber subscriber = new Subscriber(bootstrapServers, config.topics());
        DemoLoad load = new DemoLoad(bootstrapServers, config.topics(), demo.rate())) {
      Census census = new Census(run, database, registry, config.topics(), load, subscriber);
      screen.print("Sending %d cards through their life cycle.".formatted(demo.cards()));
      boolean answered = true;
      for (Wave wave : scenario.waves()) {
        answered = answered && live(wave, load, census, subscriber);
      }
      answered = answered && watch(() -> settled(census.take()), census, subscriber);
      if (stopping) {
        return;
      }
      Numbers last = census.take();
      screen.drawLast(LiveTable.lines(last));
      screen.print("");
      if (!answered) {
        screen.print("Gave up: no progress for %d s.".formatted(PATIENCE.toSeconds()));
      }
      String bureau = config.gocards().url().orElseThrow().toString();
      Summary.of(last, BureauBooks.read(bureau, Scenario.prefix(run)))
          .lines()
          .forEach(screen::print);
      BureauBooks.calm(bureau);
      onwards().forEach(screen::print);
    } catch (SQLException | RuntimeException failed) {
      if (!stopping) {
        screen.print("The demonstration failed: " + failed);
      }
    }
  }

  /** Sends a wave and waits until all of it is answered; returns false if there is no progress. */
  private boolean live(Wave wave, DemoLoad load, Census census, Subscriber subscriber)
      throws SQLException {
    Instant now = Instant.now();
    Condition begins =
        switch (wave.after()) {
          case WAVE -> () -> true;
          case BUREAU -> () -> census.take().atTheBureau() == 0;
          case OVERDUE ->
              () -> {
                Numbers numbers = census.take();
                return Instant.now().isAfter(now.plus(Wave.SHORT_VALIDITY))
                    && numbers.overdue() > 0
                    && numbers.overdue() == numbers.state(CardState.EXPIRED);
              };
        };
    if (!watch(begins, census, subscriber)) {
      return false;
    }
    screen.print(wave.title());
    CompletableFuture<Void> sending =
        CompletableFuture.runAsync(
            () -> load.send(wave.steps()), task -> new Thread(task, "cardflow-demo-load").start());
    if (!watch(sending::isDone, census, subscriber)) {
      return false;
    }
    sending.join();
    return watch(() -> settled(census.take()), census, subscriber);
  }

  /** A condition that may query the database. */
  private interface Condition {
    boolean holds() throws SQLException;
  }

  /**
   * Shows the progress until the condition is true; returns false if there is no further progress.
   */
  private boolean watch(Condition done, Census census, Subscriber subscriber) throws SQLException {
    Numbers seen = null;
    long until = 0;
    while (!done.holds()) {
      subscriber.read(REDRAW);
      Numbers numbers = census.take();
      screen.draw(LiveTable.lines(numbers), LiveTable.line(numbers));
      if (!numbers.equals(seen)) {
        seen = numbers;
        until = System.nanoTime() + PATIENCE.toNanos();
      }
      if (stopping || System.nanoTime() - until > 0) {
        return false;
      }
    }
    return !stopping;
  }

  private static boolean settled(Numbers numbers) {
    return numbers.inbound() >= numbers.sent()
        && numbers.ended() >= numbers.inbound()
        && numbers.events() >= numbers.versions()
        && numbers.rejections() >= numbers.outcome(Outcome.REJECTED)
        && numbers.deadLetters() >= numbers.outcome(Outcome.DEAD_LETTERED);
  }

  private List<String> onwards() {
    CardflowConfig.Topics topics = config.topics();
    return List.of(
        "",
        "The worker keeps running for your own messages, see docs/getting-started.md. Ctrl-C stops it.",
        "  Kafka       %s".formatted(bootstrapServers),
        "    in        %s, %s".formatted(topics.commands(), topics.producerStatus()),
        "    out       %s, %s, %s"
            .formatted(topics.events(), topics.rejections(), topics.deadLetters()),
        "  PostgreSQL  127.0.0.1:%d".formatted(local.postgresPort()),
        "  bureau      %s/control/summary".formatted(config.gocards().url().orElseThrow()),
        "  API         http://127.0.0.1:%d/api, described at /q/openapi".formatted(httpPort),
        "  metrics     http://127.0.0.1:%d/q/metrics".formatted(managementPort),
        "  events      kcat -C -b %s -t %s -o end -X isolation.level=read_committed -f '%%k %%s\\n'"
            .formatted(bootstrapServers, topics.events()),
        "  page        http://127.0.0.1:%d/".formatted(httpPort));
  }
}
