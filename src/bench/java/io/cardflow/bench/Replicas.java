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
import java.util.concurrent.TimeUnit;

/** The processes of one contestant. */
final class Replicas implements AutoCloseable {

  private static final long STOP_SECONDS = 60;

  private final List<Process> processes = new ArrayList<>();

  /**
   * Starts them; they take in what comes on the topics until this is closed.
   *
   * @param label tells this run's logs from others
   */
  Replicas(
      Platform platform, Entry entry, int count, Topics topics, Database database, String label) {
    List<String> command = command(platform, entry, topics, database);
    try {
      for (int number = 1; number <= count; number++) {
        String name = "%s-%s-%d.log".formatted(entry.contestant().name(), label, number);
        File log = Path.of("target", "bench", name.replace(' ', '-')).toFile();
        processes.add(
            new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log).start());
      }
    } catch (IOException failed) {
      close();
      throw new UncheckedIOException(failed);
    }
  }

  /** How many members the group has when all are there. */
  int members() {
    return processes.size() * Contestant.CONSUMERS;
  }

  boolean alive() {
    return processes.stream().allMatch(Process::isAlive);
  }

  /** Keeps them from running while the topics are filled. */
  void freeze() {
    processes.forEach(each -> signal("-STOP", each));
  }

  void thaw() {
    processes.forEach(each -> signal("-CONT", each));
  }

  double cpuSeconds() {
    return processes.stream().mapToDouble(each -> Meter.cpuSeconds(each.toHandle())).sum();
  }

  /** The most memory that they have held, in MiB, added up. */
  long peakMiB() {
    return processes.stream().mapToLong(each -> Meter.peakMiB(each.toHandle())).sum();
  }

  /** Lets them end by themselves, for what they write at their end. */
  void stop() {
    processes.forEach(Process::destroy);
    try {
      for (Process each : processes) {
        each.waitFor(STOP_SECONDS, TimeUnit.SECONDS);
      }
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    for (Process each : processes) {
      each.destroyForcibly().onExit().join();
    }
  }

  private static List<String> command(
      Platform platform, Entry entry, Topics topics, Database database) {
    Map<String, String> settings =
        new HashMap<>(WorkerSettings.of(platform.bootstrapServers(), topics, database));
    settings.put(StreamsRunner.STATE_DIRECTORY, platform.streamsDirectory());
    // They are frozen while the topics are filled, and must not lose their partitions by that.
    settings.put("kafka.session.timeout.ms", "60000");
    settings.put("kafka.max.poll.interval.ms", "600000");
    settings.put("quarkus.http.host", "127.0.0.1");
    settings.put("quarkus.http.port", "0");
    settings.putAll(entry.settings());
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("-Xmx" + entry.heap());
    command.addAll(entry.options());
    settings.forEach((name, value) -> command.add("-D" + name + "=" + value));
    if (entry.contestant().main() == null) {
      command.addAll(List.of("-jar", System.getProperty("worker.jar")));
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
