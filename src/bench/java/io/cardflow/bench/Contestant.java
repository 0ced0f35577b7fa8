package io.cardflow.bench;

import io.cardflow.local.Topics;
import io.cardflow.servers.Database;
import io.cardflow.servers.WorkerSettings;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What takes the workload in, as a process of its own with 1 GiB of heap. */
enum Contestant {
  /** The built worker, one replica, as it comes. */
  CARDFLOW("Cardflow", null, 1),
  /** Kafka Streams, exactly once, cards in RocksDB and changelogs, no database. */
  STREAMS("Kafka Streams, exactly once", StreamsRunner.class, 1),
  /** A consumer, Hibernate, an outbox and its relay: a transaction for each message. */
  PER_MESSAGE("one transaction per message", PerMessageRunner.class, 25);

  private final String title;
  private final Class<?> main;
  private final int fewer;

  Contestant(String title, Class<?> main, int fewer) {
    this.title = title;
    this.main = main;
    this.fewer = fewer;
  }

  String title() {
    return title;
  }

  /** How many times fewer cards it gets, so that it ends before the reader goes home. */
  int fewer() {
    return fewer;
  }

  /** Starts it; it takes in what comes on the topics until it is killed. */
  Process start(String bootstrapServers, Topics topics, Database database, int round) {
    Map<String, String> settings = new HashMap<>();
    settings.put("kafka.bootstrap.servers", bootstrapServers);
    settings.putAll(WorkerSettings.of(bootstrapServers, topics, database));
    // It is frozen while the topics are filled, and must not lose its partitions by that.
    settings.put("kafka.session.timeout.ms", "60000");
    settings.put("kafka.max.poll.interval.ms", "600000");
    settings.put("quarkus.http.host", "127.0.0.1");
    settings.put("quarkus.http.port", "0");
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("-Xmx1g");
    settings.forEach((name, value) -> command.add("-D" + name + "=" + value));
    if (main == null) {
      command.addAll(List.of("-jar", System.getProperty("worker.jar")));
    } else {
      command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
    }
    File log = Path.of("target", "bench-" + name() + "-" + round + ".log").toFile();
    try {
      return new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log).start();
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }
}
