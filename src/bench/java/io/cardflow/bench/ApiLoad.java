package io.cardflow.bench;

import io.cardflow.api.Issuer;
import io.cardflow.local.Ports;
import io.cardflow.local.Topics;
import io.cardflow.servers.Database;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;

/**
 * Measures the API beside the inbox, at a steady rate of messages in a filled database: how long
 * each kind of read takes, and what reads and event streams cost the messages.
 */
final class ApiLoad implements Part {

  private static final int RATE = 2_000;

  /** The requests that compile the code of the API. */
  private static final int WARM = 1_000;

  private enum Callers {
    NONE("no callers"),
    READS("reads"),
    STREAMS("streams");

    private final String title;

    Callers(String title) {
      this.title = title;
    }
  }

  private final int cards = BenchSettings.number("api.cards", 5_000_000);
  private final int journal = BenchSettings.number("api.journal", 10_000_000);
  private final int reads = BenchSettings.number("api.reads", 40);
  private final int streams = BenchSettings.number("api.streams", 100);
  private final int seconds = BenchSettings.number("latency.seconds", 20);
  private final Map<Callers, List<Latency.Figures>> figures = new LinkedHashMap<>();
  private final Map<Callers, List<Cpu>> cpu = new LinkedHashMap<>();
  private final Map<String, List<Double>> samples = new TreeMap<>();

  @Override
  public Section run(Platform platform) {
    try (Issuer issuer = Issuer.shared()) {
      return run(platform, issuer);
    }
  }

  private Section run(Platform platform, Issuer issuer) {
    Database database = Stock.fill(platform, cards, journal, 0).database();
    List<String> read =
        Sql.texts(database, "SELECT id FROM card WHERE id LIKE 'P-%' ORDER BY md5(id) LIMIT 500");
    for (int round = 1; round <= BenchSettings.rounds(); round++) {
      List<Callers> order = new ArrayList<>(List.of(Callers.values()));
      Collections.rotate(order, round);
      for (Callers callers : order) {
        run(platform, issuer, database, callers, round, read);
      }
    }
    platform.forget(database);
    return new Section("API", table(), goals());
  }

  private void run(
      Platform platform,
      Issuer issuer,
      Database database,
      Callers callers,
      int round,
      List<String> read) {
    Sql.execute(database, "TRUNCATE progress");
    int port = Ports.free();
    Entry entry =
        Entry.of(Contestant.CARDFLOW)
            .titled(callers.title)
            .setting("quarkus.http.port", Integer.toString(port));
    for (Map.Entry<String, String> setting : issuer.settings().entrySet()) {
      entry = entry.setting(setting.getKey(), setting.getValue());
    }
    String name = callers.name().toLowerCase(Locale.ROOT) + round;
    Busy busy = new Busy(platform, callers, port, read);
    Latency.Figures seen =
        LatencyRun.of(
                platform,
                entry,
                List.of(RATE),
                seconds,
                "api-" + name,
                database,
                name + "-",
                Judge.PUBLISHED,
                busy)
            .get(RATE);
    figures.computeIfAbsent(callers, none -> new ArrayList<>()).add(seen);
    cpu.computeIfAbsent(callers, none -> new ArrayList<>()).add(busy.used);
  }

  /** The callers of one run, and the processor time that it took. */
  private final class Busy implements LatencyRun.Beside {

    private final Platform platform;
    private final Callers callers;
    private final int port;
    private final List<String> read;
    private ApiReaders readers;
    private Cpu before;
    private Cpu used;

    Busy(Platform platform, Callers callers, int port, List<String> read) {
      this.platform = platform;
      this.callers = callers;
      this.port = port;
      this.read = read;
    }

    @Override
    public void begin(Replicas contestant, Topics topics) {
      readers = new ApiReaders(port);
      if (callers == Callers.READS) {
        readers.read(reads, read, topics);
        readers.await(WARM);
      } else if (callers == Callers.STREAMS) {
        readers.stream(streams);
      }
      readers.measure();
      before = platform.cpu(contestant);
    }

    @Override
    public void end(Replicas contestant) {
      used =
          platform
              .cpu(contestant)
              .since(before)
              .perHundredThousand(new Schedule(RATE, seconds).cards() * CardLife.STEPS);
      readers.close();
      readers
          .samples()
          .forEach(
              (kind, times) ->
                  samples.computeIfAbsent(kind, none -> new ArrayList<>()).addAll(times));
      if (callers == Callers.STREAMS) {
        int events = readers.events();
        BenchLog.log("api  %d streams received %,d events", streams, events);
        if (events < streams * seconds) {
          throw new IllegalStateException("the streams received too few events: " + events);
        }
      }
    }
  }

  private String table() {
    StringBuilder text =
        new StringBuilder(
            "%,d messages/s; %d requests/s; %d streams.\n\n".formatted(RATE, reads, streams)
                + "| Read | requests | p50 ms | p99 ms | slowest ms |\n|---|---|---|---|---|\n");
    samples.forEach(
        (kind, times) ->
            text.append(
                "| %s | %,d | %.1f | %.1f | %.1f |\n"
                    .formatted(
                        kind,
                        times.size(),
                        quantile(times, 0.5),
                        quantile(times, 0.99),
                        quantile(times, 1))));
    text.append(
        "\n| The messages, with | p50 ms | p99 ms | p99, least to most | CPU s per 100,000 | worker"
            + " |\n|---|---|---|---|---|---|\n");
    figures.forEach(
        (callers, seen) ->
            text.append(
                "| %s | %.1f | %.1f | %.1f to %.1f | %.2f | %.2f |\n"
                    .formatted(
                        callers.title,
                        Spread.of(seen.stream().map(Latency.Figures::p50).toList()).median(),
                        p99(callers).median(),
                        p99(callers).least(),
                        p99(callers).most(),
                        used(callers),
                        Spread.of(cpu.get(callers).stream().map(Cpu::worker).toList()).median())));
    return text.toString();
  }

  private List<Goal> goals() {
    return List.of(
        Goal.atMost(
            50,
            "p99 of the slowest kind of read, in ms, beside %,d cards".formatted(cards),
            slowest(kind -> !isPage(kind))),
        Goal.atMost(
            100,
            "p99 of the slowest page, in ms, beside %,d cards".formatted(cards),
            slowest(ApiLoad::isPage)),
        Goal.atMost(
            1.1,
            "p99 of the messages with readers / without",
            p99(Callers.READS).median() / p99(Callers.NONE).median()),
        Goal.atMost(
            1.05,
            "CPU seconds of a message with %d streams / without".formatted(streams),
            used(Callers.STREAMS) / used(Callers.NONE)));
  }

  private static boolean isPage(String kind) {
    return kind.startsWith("page: ");
  }

  private double slowest(Predicate<String> kinds) {
    return samples.entrySet().stream()
        .filter(each -> kinds.test(each.getKey()))
        .mapToDouble(each -> quantile(each.getValue(), 0.99))
        .max()
        .orElse(0);
  }

  private double used(Callers callers) {
    return Spread.of(cpu.get(callers).stream().map(Cpu::total).toList()).median();
  }

  private Spread p99(Callers callers) {
    return Spread.of(figures.get(callers).stream().map(Latency.Figures::p99).toList());
  }

  private static double quantile(List<Double> times, double share) {
    List<Double> sorted = times.stream().sorted().toList();
    return sorted.get(Math.max(0, (int) Math.ceil(share * sorted.size()) - 1));
  }
}
