package io.cardflow.faults;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.cardflow.history.History;
import io.cardflow.history.HistoryChecker;
import io.cardflow.history.HistoryReader;
import io.cardflow.history.SideTables;
import io.cardflow.history.TimerTruth;
import io.cardflow.local.Topics;
import io.cardflow.local.gocards.GoCardsSimulator;
import io.cardflow.local.gocards.SimulatorSettings;
import io.cardflow.servers.Database;
import io.cardflow.servers.GroupProgress;
import io.cardflow.servers.Servers;
import io.cardflow.servers.TcpProxy;
import io.cardflow.servers.WorkerSettings;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;

/**
 * A run of the built worker under a fault: its servers, its replicas, and the check of its history.
 */
final class FaultRun implements AutoCloseable {

  private static final int MOST_REPLICAS = 4;
  private static final String REPLICA = "replica-";

  private final Servers servers;
  private final Topics topics;
  private final Database database;
  private final List<WorkerProcess> workers = new ArrayList<>();
  private final Map<String, String> settings = new HashMap<>();
  private GoCardsSimulator bureau;
  private Database reached;

  FaultRun(Servers servers) {
    this.servers = servers;
    this.topics = servers.newTopics();
    this.database = servers.newDatabase();
    this.reached = database;
  }

  Servers servers() {
    return servers;
  }

  Topics topics() {
    return topics;
  }

  Database database() {
    return database;
  }

  MixedLoad load(long seed) {
    return new MixedLoad(servers.bootstrapServers(), topics, seed);
  }

  /** Additional settings of replicas that are started from now on. */
  FaultRun with(String setting, String value) {
    settings.put(setting, value);
    return this;
  }

  /** Replicas that are started from now on reach the database through a proxy. */
  TcpProxy databaseBehindProxy() {
    TcpProxy proxy = new TcpProxy(database.host(), database.port());
    reached =
        new Database(
            "127.0.0.1", proxy.port(), database.name(), database.username(), database.password());
    return proxy;
  }

  /** A bureau for the replicas' orders; each replica logs in with its own name. */
  GoCardsSimulator bureau(Duration slowBy, Duration lateBy) {
    return bureau(slowBy, lateBy, true);
  }

  /** The same, with or without a key and a look-up by reference. */
  GoCardsSimulator bureau(Duration slowBy, Duration lateBy, boolean idempotent) {
    SimulatorSettings plain =
        SimulatorSettings.quick(servers.bootstrapServers(), topics.producerStatus());
    SimulatorSettings quick = idempotent ? plain : plain.withoutIdempotency();
    Map<String, String> clients = new HashMap<>();
    for (int replica = 0; replica < MOST_REPLICAS; replica++) {
      clients.put(name(replica), "secret");
    }
    bureau = new GoCardsSimulator(quick.with(clients, slowBy, lateBy)).start();
    with("cardflow.gocards.url", bureau.url());
    with("cardflow.gocards.client-secret", "secret");
    with("cardflow.gocards.organisation-id", "test");
    return bureau;
  }

  /** The replica that logs in with this name. */
  WorkerProcess worker(String clientId) {
    return workers.get(Integer.parseInt(clientId.substring(REPLICA.length())));
  }

  private static String name(int replica) {
    return REPLICA + replica;
  }

  /** Starts another replica. */
  WorkerProcess worker() {
    return worker((Path) null);
  }

  /** Starts another replica, of another build. */
  WorkerProcess worker(Path jar) {
    String name = name(workers.size());
    Map<String, String> settings = WorkerSettings.of(servers, topics, reached);
    settings.putAll(this.settings);
    settings.put("cardflow.gocards.client-id", name);
    settings.put("kafka.session.timeout.ms", "6000");
    settings.put("kafka.heartbeat.interval.ms", "1000");
    settings.put(
        "quarkus.datasource.reactive.url", reached.reactiveUrl() + "?application_name=" + name);
    settings.put("cardflow.inbox.instance-id", name);
    WorkerProcess worker = new WorkerProcess(name, settings, jar).start();
    workers.add(worker);
    return worker;
  }

  /** Kills all replicas. */
  void stop() {
    workers.stream().filter(WorkerProcess::isAlive).forEach(WorkerProcess::kill);
  }

  /** Waits until all sent records are decided and published. */
  void awaitAllDone() {
    Awaitility.await("all decided")
        .atMost(Duration.ofSeconds(120))
        .pollInterval(Duration.ofMillis(300))
        .until(() -> GroupProgress.nothingWaits(servers.bootstrapServers(), topics));
  }

  /**
   * Waits until this many cards exist and the bureau is done with each: before that, its
   * notifications change cards while the history is read. A card may need several questions to a
   * bureau that fails often.
   */
  void awaitBureauDone(int cards) {
    Awaitility.await("the bureau is done")
        .atMost(Duration.ofMinutes(4).plusSeconds(cards / 50))
        .pollInterval(Duration.ofMillis(500))
        .until(
            () ->
                count("SELECT count(*) FROM card") == cards
                    && count(
                            "SELECT count(*) FROM card WHERE state IN"
                                + " ('REQUESTED', 'PROCESSING', 'ORDERED', 'IN_PRODUCTION')")
                        == 0);
  }

  /** Checks that apply to every run. */
  History judge(MixedLoad load) {
    awaitAllDone();
    History history = HistoryReader.read(servers.bootstrapServers(), topics, database);
    check(history);
    assertEquals(load.garbage(), history.deadLetters().size());
    assertEquals(load.sent(), count("SELECT count(*) FROM journal WHERE outcome <> 'FORWARDED'"));
    assertEquals(
        load.journalRows(),
        count(
            "SELECT count(*) FROM journal"
                + " WHERE outcome NOT IN ('DUPLICATE', 'DEAD_LETTERED', 'FORWARDED')"));
    assertEquals(
        history.rejections().size(),
        count("SELECT count(*) FROM journal WHERE outcome = 'REJECTED'"));
    return history;
  }

  /** Checks the history once everything is done; for loads with their own counts. */
  History history() {
    awaitAllDone();
    History history = HistoryReader.read(servers.bootstrapServers(), topics, database);
    check(history);
    return history;
  }

  private void check(History history) {
    assertEquals(List.of(), HistoryChecker.violations(history));
    assertEquals(List.of(), TimerTruth.violations(history.events()));
    assertEquals(List.of(), SideTables.violations(database));
  }

  /** Whether records are waiting or in progress. */
  boolean isBehind() {
    return !GroupProgress.nothingWaits(servers.bootstrapServers(), topics);
  }

  /** The number of records with an outcome at all replicas, except for forwarded ones. */
  double ended() {
    return workers.stream()
        .mapToDouble(
            worker ->
                worker.metric("cardflow_messages_total", "")
                    - worker.metric("cardflow_messages_total", "outcome=\"forwarded\""))
        .sum();
  }

  void execute(String sql) {
    try (Connection connection = database.connect();
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    } catch (SQLException failed) {
      throw new IllegalStateException(failed);
    }
  }

  int count(String sql) {
    return Integer.parseInt(ask(sql));
  }

  /** The single value that a query returns, as text. */
  String ask(String sql) {
    try (Connection connection = database.connect();
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(sql)) {
      row.next();
      return row.getString(1);
    } catch (SQLException failed) {
      throw new IllegalStateException(failed);
    }
  }

  /** The rows of a query with two columns, by the first. */
  Map<String, String> pairs(String sql) {
    try (Connection connection = database.connect();
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(sql)) {
      Map<String, String> pairs = new HashMap<>();
      while (row.next()) {
        pairs.put(row.getString(1), row.getString(2));
      }
      return pairs;
    } catch (SQLException failed) {
      throw new IllegalStateException(failed);
    }
  }

  /** The number of lines in the replicas' logs that contain a text. */
  long logged(String text) {
    return workers.stream().mapToLong(worker -> worker.logged(text)).sum();
  }

  @Override
  public void close() {
    workers.forEach(WorkerProcess::close);
    if (bureau != null) {
      bureau.close();
    }
  }
}
