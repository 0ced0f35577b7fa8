package io.cardflow.bench;

import io.cardflow.local.Topics;
import io.cardflow.servers.Database;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;

/**
 * Measures the effect on senders and subscribers when all replicas are replaced one by one, as in a
 * rollout: a new one starts and gets its partitions, then the oldest is stopped.
 */
final class Rolling implements Part {

  private static final Entry CARDFLOW = Entry.of(Contestant.CARDFLOW);

  /**
   * The figures of a run.
   *
   * @param gap the longest time without an answer, in milliseconds
   * @param stop how long the slowest replica took to end, in seconds
   */
  private record Seen(Latency.Figures latency, double gap, double stop) {}

  private final int rate = BenchSettings.number("rolling.rate", 1_000);
  private final int seconds = BenchSettings.number("rolling.seconds", 180);
  private final int count = BenchSettings.number("rolling.replicas", 3);
  private final List<Seen> undisturbed = new ArrayList<>();
  private final List<Seen> replaced = new ArrayList<>();

  @Override
  public Section run(Platform platform) {
    for (int round = 1; round <= BenchSettings.rounds(); round++) {
      round(platform, "rolling-" + round);
    }
    return new Section("Rolling replacement", table(), List.of());
  }

  private void round(Platform platform, String label) {
    String servers = platform.bootstrapServers();
    Topics topics = platform.freshTopics();
    Database database = platform.freshDatabase(true);
    platform.settle();
    Schedule schedule = new Schedule(rate, seconds);
    Workload warm = Workload.wholeLives(topics, "w-", DrainRun.warmUp(CARDFLOW));
    try (Replicas replicas = new Replicas(platform, CARDFLOW, count, topics, database, label);
        Drain drain = new Drain(servers, topics, Platform.PARTITIONS)) {
      drain.awaitMembers(replicas);
      DrainRun.takeIn(warm, servers, replicas, drain);
      drain.awaitEvents(warm.events(), replicas);
      try (ReplyTimes answers = new ReplyTimes(servers, topics, 4 * schedule.slots());
          OpenLoop load = new OpenLoop(servers, topics)) {
        undisturbed.add(under(schedule, "u-", load, answers, drain, replicas, () -> 0.0));
        replaced.add(
            under(
                schedule, "r-", load, answers, drain, replicas, () -> replaceAll(replicas, drain)));
      }
    }
    BenchLog.log("%s  left alone %s", label, last(undisturbed));
    BenchLog.log("%s  replaced %s", label, last(replaced));
    judge(platform, database, topics, warm, schedule);
    platform.forget(topics);
    platform.forget(database);
  }

  private Seen under(
      Schedule schedule,
      String prefix,
      OpenLoop load,
      ReplyTimes answers,
      Drain drain,
      Replicas replicas,
      Supplier<Double> meanwhile) {
    // Garbage of earlier runs must not be collected while measuring.
    System.gc();
    CompletableFuture<Double> stops =
        CompletableFuture.supplyAsync(
            meanwhile,
            CompletableFuture.delayedExecutor(Schedule.STEADY_AFTER_SECONDS, TimeUnit.SECONDS));
    Delays delays = load.send(schedule, prefix, answers);
    if (!stops.isDone()) {
      throw new IllegalStateException("rolling.seconds is too short to replace all replicas in it");
    }
    drain.await(replicas);
    drain.awaitQuiet(replicas);
    return new Seen(delays.figures(), delays.longestGap(), stops.join());
  }

  private double replaceAll(Replicas replicas, Drain drain) {
    double slowest = 0;
    for (int each = 0; each < count; each++) {
      replicas.add();
      drain.awaitMembers(replicas);
      slowest = Math.max(slowest, replicas.retire());
    }
    return slowest;
  }

  private void judge(
      Platform platform, Database database, Topics topics, Workload warm, Schedule schedule) {
    Seen calm = last(undisturbed);
    Seen rolled = last(replaced);
    if (calm.latency().inTime() && rolled.latency().inTime()) {
      Judge.judge(
          CARDFLOW,
          platform,
          database,
          topics,
          warm.events() + 2 * schedule.cards() * CardLife.STEPS,
          warm.rejections() + 2 * LatencyRun.refused(schedule));
    } else {
      BenchLog.log("rolling  was seconds late, its events are not counted");
      Judge.order(CARDFLOW, platform, database, topics);
    }
  }

  private static Seen last(List<Seen> seen) {
    return seen.get(seen.size() - 1);
  }

  private String table() {
    return """
    | %,d messages/s, %d replicas | p50 ms | p99 ms | p99, least to most | longest gap ms | slowest end s |
    |---|---|---|---|---|---|
    %s%s
    The replacement's ratios to the time without: p99 %.2f, longest gap %.2f.
    """
        .formatted(
            rate,
            count,
            row("left alone", undisturbed),
            row("replaced one by one", replaced),
            ratio(each -> each.latency().p99()),
            ratio(Seen::gap));
  }

  private static String row(String title, List<Seen> seen) {
    Spread p99 = spread(seen, each -> each.latency().p99());
    double stop = spread(seen, Seen::stop).most();
    return "| %s | %.1f | %.1f | %s | %.0f | %s |\n"
        .formatted(
            title,
            spread(seen, each -> each.latency().p50()).median(),
            p99.median(),
            p99.range(),
            spread(seen, Seen::gap).median(),
            stop == 0 ? "" : "%.1f".formatted(stop));
  }

  private double ratio(ToDoubleFunction<Seen> value) {
    return spread(replaced, value).median() / spread(undisturbed, value).median();
  }

  private static Spread spread(List<Seen> seen, ToDoubleFunction<Seen> value) {
    return Spread.of(seen.stream().map(value::applyAsDouble).toList());
  }
}
