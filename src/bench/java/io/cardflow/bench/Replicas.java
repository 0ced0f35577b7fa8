package io.cardflow.bench;

import io.cardflow.local.Topics;
import io.cardflow.servers.Database;
import io.cardflow.servers.WorkerSettings;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** The processes of one contestant. */
final class Replicas implements AutoCloseable {

  private static final long STOP_SECONDS = 60;

  /** The JVM's exit status after SIGTERM. */
  private static final int TERMINATED = 143;

  private record Replica(Process process, File log) {}

  private final List<Replica> replicas = new ArrayList<>();
  private final List<String> command;
  private final String name;
  private int started;

  /**
   * Starts the processes, which consume the topics until this is closed.
   *
   * @param label distinguishes this run's logs from others
   */
  Replicas(
      Platform platform, Entry entry, int count, Topics topics, Database database, String label) {
    this.command = command(platform, entry, topics, database);
    this.name = "%s-%s".formatted(entry.contestant().name(), label).replace(' ', '-');
    for (int number = 1; number <= count; number++) {
      add();
    }
  }

  /** Starts one more. */
  void add() {
    File log = Path.of("target", "bench", "%s-%d.log".formatted(name, ++started)).toFile();
    try {
      Process process =
          new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log).start();
      replicas.add(new Replica(process, log));
    } catch (IOException failed) {
      close();
      throw new UncheckedIOException(failed);
    }
  }

  /**
   * Stops the replica that has run longest.
   *
   * @return the duration in seconds
   * @throws IllegalStateException if it did not exit normally, or logged an error
   */
  double retire() {
    Replica oldest = replicas.get(0);
    long begun = System.nanoTime();
    oldest.process().destroy();
    awaitEnd(oldest);
    double seconds = (System.nanoTime() - begun) / 1e9;
    replicas.remove(0);
    try {
      boolean erred = Files.readString(oldest.log().toPath()).contains(" ERROR ");
      if (erred || oldest.process().exitValue() != TERMINATED) {
        throw new IllegalStateException("a replica did not end in order: " + oldest.log());
      }
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
    return seconds;
  }

  /** Kills all processes with SIGKILL, and starts as many new ones. */
  void restartKilled() {
    int count = replicas.size();
    close();
    replicas.clear();
    for (int number = 0; number < count; number++) {
      add();
    }
  }

  /** The number of group members when all are running. */
  int members() {
    return replicas.size() * Contestant.CONSUMERS;
  }

  boolean alive() {
    return processes().allMatch(Process::isAlive);
  }

  /** Freezes the processes while the topics are filled. */
  void freeze() {
    processes().forEach(each -> signal("-STOP", each));
  }

  void thaw() {
    processes().forEach(each -> signal("-CONT", each));
  }

  double cpuSeconds() {
    return processes().mapToDouble(each -> Meter.cpuSeconds(each.toHandle())).sum();
  }

  /** The sum of their peak memory in MiB. */
  long peakMiB() {
    return processes().mapToLong(each -> Meter.peakMiB(each.toHandle())).sum();
  }

  /** Stops the processes gracefully, so that they write their files. */
  void stop() {
    processes().forEach(Process::destroy);
    replicas.forEach(Replicas::awaitEnd);
  }

  private static void awaitEnd(Replica replica) {
    try {
      replica.process().waitFor(STOP_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private Stream<Process> processes() {
    return replicas.stream().map(Replica::process);
  }

  @Override
  public void close() {
    processes().forEach(each -> each.destroyForcibly().onExit().join());
  }

  private static List<String> command(
      Platform platform, Entry entry, Topics topics, Database database) {
    Map<String, String> settings =
        new HashMap<>(WorkerSettings.of(platform.bootstrapServers(), topics, database));
    if (!entry.isThisBuild()) {
      // An earlier build rejects settings that it does not know.
      settings.remove("cardflow.topics.privacy");
      settings.remove("cardflow.topics.audit");
    }
    settings.put(StreamsRunner.STATE_DIRECTORY, platform.streamsDirectory());
    // They are frozen while the topics are filled and must keep their partitions in the meantime.
    settings.put("kafka.session.timeout.ms", "60000");
    settings.put("kafka.max.poll.interval.ms", "600000");
    settings.put("quarkus.http.host", "127.0.0.1");
    settings.put("quarkus.http.port", "0");
    settings.put("quarkus.management.host", "127.0.0.1");
    settings.put("quarkus.management.port", "0");
    settings.putAll(entry.settings());
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("-Xms" + entry.heap());
    command.add("-Xmx" + entry.heap());
    command.addAll(entry.options());
    settings.forEach((name, value) -> command.add("-D" + name + "=" + value));
    if (entry.contestant().main() == null) {
      command.addAll(List.of("-jar", entry.jar()));
    } else {
      command.addAll(
          List.of(
              "-cp", System.getProperty("java.class.path"), entry.contestant().main().getName()));
    }
    return command;
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
}
