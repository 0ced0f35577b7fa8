package io.cardflow.inbox;

import io.cardflow.domain.Outcome;
import io.cardflow.domain.Policy;
import io.cardflow.domain.Reminders;
import io.cardflow.ops.CardflowConfig;
import io.cardflow.ops.Metric;
import io.cardflow.store.BatchStore;
import io.cardflow.store.ImmediateOrders;
import io.cardflow.store.OrderingClosures;
import io.cardflow.wire.Encoder;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.Pool;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.awaitility.Awaitility;

/** A lane of the worker in this JVM, on the real servers. */
final class Replica implements AutoCloseable {

  private final Vertx vertx = Vertx.vertx();
  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
  private final Road road;
  private final Pool pool;
  private final Lane lane;
  private final Thread thread;
  private final AtomicReference<Throwable> fatal = new AtomicReference<>();

  Replica(Road road, KafkaClients clients) {
    this(road, clients, vertx -> road.database().pool(vertx, 4));
  }

  /** Uses the given pool of connections. */
  Replica(Road road, KafkaClients clients, Function<Vertx, Pool> pools) {
    this(road, clients, pools, UnaryOperator.identity());
  }

  /**
   * @param deciding replaces the decider
   */
  static Replica deciding(Road road, KafkaClients clients, UnaryOperator<BatchDecider> deciding) {
    return new Replica(road, clients, vertx -> road.database().pool(vertx, 4), deciding);
  }

  private Replica(
      Road road,
      KafkaClients clients,
      Function<Vertx, Pool> pools,
      UnaryOperator<BatchDecider> deciding) {
    this.road = road;
    pool = pools.apply(vertx);
    CardflowConfig config = road.config();
    TopicNames topics = TopicNames.of(config.topics());
    PolicyFile policies = new PolicyFile(config);
    policies.read();
    Policy policy =
        new Policy(
            config.ordering().queue(),
            config.assignment().validity(),
            config.assignment().oneCardPerHolder(),
            new Reminders(config.expiry().reminders().orElse(List.of())));
    BatchStore store = new BatchStore(pool, Duration.ofDays(30));
    LaneParts parts =
        new LaneParts(
            topics,
            SenderCheck.of(config, policies::policy),
            clients,
            new BrokerCheck(clients, topics),
            store,
            new Persister(
                store,
                deciding.apply(new BatchDecider(topics, new Encoder(config.source()), policy)),
                new ImmediateOrders()),
            new InboxMeters(registry, topics),
            new OrderingClosures(pool),
            new ReplicaHealth(
                new LaneTimes(
                    Duration.ofSeconds(2), Duration.ofMillis(800), Duration.ofSeconds(10))),
            fatal::set);
    lane = new Lane(0, parts);
    thread = new Thread(lane, "replica");
  }

  void start() {
    thread.start();
  }

  LaneStatus status() {
    return lane.status();
  }

  /** The error that would have halted the process; null if there was none. */
  Throwable fatal() {
    return fatal.get();
  }

  /** The number of records with this outcome. */
  int count(Outcome outcome) {
    return (int)
        registry
            .find(Metric.MESSAGES.id())
            .tag("outcome", outcome.name().toLowerCase(Locale.ROOT))
            .counters()
            .stream()
            .mapToDouble(Counter::count)
            .sum();
  }

  /** The number of messages rejected with this code. */
  int rejections(String code) {
    Counter counter = registry.find(Metric.REJECTIONS.id()).tag("code", code).counter();
    return counter == null ? 0 : (int) counter.count();
  }

  /** The number of records that Cardflow itself failed on. */
  int internalErrors() {
    return (int) registry.get(Metric.INTERNAL_ERRORS.id()).counter().count();
  }

  /** The number of facts that were left out beyond a card's limit. */
  int factsLeftOut() {
    Counter counter = registry.find(Metric.FACTS_LEFT_OUT.id()).counter();
    return counter == null ? 0 : (int) counter.count();
  }

  /** The number of records with an outcome, except for forwarded ones. */
  int ended() {
    int ended = 0;
    for (Outcome outcome : Outcome.values()) {
      ended += outcome == Outcome.FORWARDED ? 0 : count(outcome);
    }
    return ended;
  }

  /** Waits until this many records have an outcome here. */
  void awaitEnded(int records) {
    Awaitility.await()
        .atMost(Duration.ofSeconds(60))
        .pollInterval(Duration.ofMillis(20))
        .until(this::ended, ended -> ended >= records);
  }

  /** Waits until all sent records are decided and published, including retries. */
  void awaitAllDone() {
    road.sent();
    Awaitility.await()
        .atMost(Duration.ofSeconds(90))
        .pollInterval(Duration.ofMillis(100))
        .until(road::nothingWaits);
  }

  /** Stops as on SIGTERM. */
  void stop() {
    lane.stop();
    try {
      thread.join(Duration.ofSeconds(30).toMillis());
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    stop();
    pool.close().toCompletionStage().toCompletableFuture().join();
    vertx.close().toCompletionStage().toCompletableFuture().join();
  }
}
