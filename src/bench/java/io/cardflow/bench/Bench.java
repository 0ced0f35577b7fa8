package io.cardflow.bench;

import io.cardflow.local.DataDirectory;
import io.cardflow.local.EmbeddedDatabase;
import io.cardflow.local.Ports;
import io.cardflow.local.Topics;
import io.cardflow.servers.Database;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.flywaydb.core.Flyway;

/**
 * Runs every contestant in every round, each on fresh topics and a fresh database, and prints
 * medians and ratios. A contestant is frozen while the topics are filled, so that what is measured
 * is the draining alone.
 */
public final class Bench {

  private static final int PARTITIONS = 8;

  private final int rounds = Integer.getInteger("bench.rounds", 3);
  private final int cards = Integer.getInteger("bench.cards", 100_000);
  private final BrokerProcess broker;
  private final EmbeddedDatabase postgres;
  private final Path postgresDirectory;
  private final List<Result> results = new ArrayList<>();
  private final List<Double> databaseFloor = new ArrayList<>();
  private final List<Double> kafkaFloor = new ArrayList<>();

  private Bench(BrokerProcess broker, EmbeddedDatabase postgres, Path postgresDirectory) {
    this.broker = broker;
    this.postgres = postgres;
    this.postgresDirectory = postgresDirectory;
  }

  /** Takes {@code -Dbench.rounds} (3) and {@code -Dbench.cards} (100,000, in hundreds). */
  public static void main(String[] args) throws IOException {
    try (DataDirectory directory = DataDirectory.temporary("cardflow-bench-");
        EmbeddedDatabase postgres = new EmbeddedDatabase(0, directory.postgresql());
        BrokerProcess broker = new BrokerProcess(Ports.free(), directory.kafka())) {
      postgres.start();
      Bench bench = new Bench(broker, postgres, directory.postgresql());
      bench.run();
      String report = new Report(bench.results, bench.databaseFloor, bench.kafkaFloor).text();
      System.out.println(report);
      Files.writeString(Path.of("target", "bench.md"), report);
    }
  }

  private void run() {
    for (int round = 1; round <= rounds; round++) {
      List<Contestant> order = new ArrayList<>(List.of(Contestant.values()));
      Collections.rotate(order, round);
      for (Contestant contestant : order) {
        Result result = run(contestant, round);
        results.add(result);
        System.out.printf(
            "round %d  %-28s %8.0f messages/s%n", round, contestant.title(), result.rate());
      }
      databaseFloor.add(DatabaseFloor.rate(freshDatabase(true), cards / 2));
      System.out.printf(
          "round %d  %-28s %8.0f messages/s%n", round, "database floor", last(databaseFloor));
      Topics topics = freshTopics();
      Workload load = new Workload(topics, cards / 2);
      int sent = 0;
      for (int wave = 0; wave < Workload.waves(); wave++) {
        sent += load.send(broker.bootstrapServers(), wave);
      }
      kafkaFloor.add(KafkaFloor.rate(broker.bootstrapServers(), topics, sent));
      System.out.printf(
          "round %d  %-28s %8.0f messages/s%n", round, "Kafka floor", last(kafkaFloor));
    }
  }

  private Result run(Contestant contestant, int round) {
    Topics topics = freshTopics();
    Database database = freshDatabase(contestant == Contestant.CARDFLOW);
    Workload load = new Workload(topics, cards / contestant.fewer() / 100 * 100);
    Process process = contestant.start(broker.bootstrapServers(), topics, database, round);
    try (Drain drain = new Drain(broker.bootstrapServers(), topics, PARTITIONS)) {
      drain.awaitMember(process);
      Map<String, Double> before = cpu(process);
      int messages = 0;
      double seconds = 0;
      for (int wave = 0; wave < Workload.waves(); wave++) {
        signal("-STOP", process);
        messages += load.send(broker.bootstrapServers(), wave);
        long begun = System.nanoTime();
        signal("-CONT", process);
        drain.await(process);
        seconds += (System.nanoTime() - begun) / 1e9;
      }
      Map<String, Double> after = cpu(process);
      drain.awaitEvents(load.events(), process);
      long peak = Meter.peakMiB(process.toHandle());
      Judge.judge(contestant, broker.bootstrapServers(), topics, database, load);
      double share = messages / 100_000.0;
      return new Result(
          contestant,
          round,
          messages,
          messages / seconds,
          (after.get("worker") - before.get("worker")) / share,
          (after.get("broker") - before.get("broker")) / share,
          (after.get("database") - before.get("database")) / share,
          peak);
    } finally {
      signal("-CONT", process);
      process.destroyForcibly().onExit().join();
    }
  }

  private Map<String, Double> cpu(Process process) {
    return Map.of(
        "worker",
        Meter.cpuSeconds(process.toHandle()),
        "broker",
        Meter.cpuSeconds(broker.handle()),
        "database",
        Meter.cpuSeconds(postmaster()));
  }

  private ProcessHandle postmaster() {
    try {
      String pid = Files.readAllLines(postgresDirectory.resolve("postmaster.pid")).get(0).strip();
      return ProcessHandle.of(Long.parseLong(pid)).orElseThrow();
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  private Topics freshTopics() {
    Topics topics = Topics.of("b" + unique());
    topics.create(broker.bootstrapServers(), PARTITIONS);
    return topics;
  }

  private Database freshDatabase(boolean migrated) {
    String name = "b" + unique();
    postgres.create(name);
    Database database =
        new Database(
            "127.0.0.1", postgres.port(), name, EmbeddedDatabase.NAME, EmbeddedDatabase.NAME);
    if (migrated) {
      Flyway.configure()
          .dataSource(database.jdbcUrl(), database.username(), database.password())
          .load()
          .migrate();
    }
    return database;
  }

  private static void signal(String signal, Process process) {
    try {
      new ProcessBuilder("kill", signal, Long.toString(process.pid())).start().waitFor();
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(interrupted);
    }
  }

  private static double last(List<Double> values) {
    return values.get(values.size() - 1);
  }

  private static String unique() {
    return UUID.randomUUID().toString().replace("-", "").substring(0, 10);
  }
}
