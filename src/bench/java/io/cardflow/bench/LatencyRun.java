package io.cardflow.bench;

import io.cardflow.local.Topics;
import io.cardflow.servers.Database;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Measures one contestant under several loads in turn, in the same processes. */
final class LatencyRun {

  /**
   * The unmeasured initial period of a steady rate: small batches run different code than the large
   * ones in which a contestant processes a backlog.
   */
  private static final int WARM_SECONDS = BenchSettings.number("latency.warm", 20);

  private LatencyRun() {}

  /**
   * Returns the figures at each rate.
   *
   * @param seconds how long each rate is measured
   */
  static Map<Integer, Latency.Figures> of(
      Platform platform, Entry entry, List<Integer> rates, int seconds, String label) {
    Database database = platform.freshDatabase(entry.contestant() == Contestant.CARDFLOW);
    Map<Integer, Latency.Figures> figures =
        of(platform, entry, rates, seconds, label, database, "", Judge::judge, Beside.NOTHING);
    platform.forget(database);
    return figures;
  }

  /** What happens during the measured rates, in addition to the load. */
  interface Beside {

    Beside NOTHING =
        new Beside() {
          @Override
          public void begin(Replicas contestant, Topics topics) {}

          @Override
          public void end(Replicas contestant) {}
        };

    /** Called before the first measured message, after the contestant has warmed up. */
    void begin(Replicas contestant, Topics topics);

    /** Called after the last outcome. */
    void end(Replicas contestant);
  }

  /** Checks what was published. */
  interface Check {
    void check(
        Entry entry,
        Platform platform,
        Database database,
        Topics topics,
        int events,
        int rejections);

    /**
     * Checks the same when messages came so late that the number of outcomes is random.
     *
     * <p>It reads all cards: a database with others has its own check.
     */
    default void late(Entry entry, Platform platform, Database database, Topics topics) {
      Judge.order(entry, platform, database, topics);
    }
  }

  /**
   * The same with a database, which is kept.
   *
   * @param ids distinguishes the cards from those of other runs with the database
   */
  static Map<Integer, Latency.Figures> of(
      Platform platform,
      Entry entry,
      List<Integer> rates,
      int seconds,
      String label,
      Database database,
      String ids,
      Check judge,
      Beside beside) {
    String servers = platform.bootstrapServers();
    Topics topics = platform.freshTopics();
    platform.settle();
    Workload warm = Workload.wholeLives(topics, ids + "w-", DrainRun.warmUp(entry));
    Schedule lukewarm = new Schedule(rates.get(rates.size() / 2), WARM_SECONDS);
    List<Schedule> schedules = rates.stream().map(rate -> new Schedule(rate, seconds)).toList();
    int most = 2 * (lukewarm.slots() + schedules.stream().mapToInt(Schedule::slots).sum());
    int events = warm.events() + lukewarm.cards() * CardLife.STEPS;
    int rejections = warm.rejections() + refused(lukewarm);
    Map<Integer, Latency.Figures> figures = new LinkedHashMap<>();
    boolean inTime;
    try (Replicas contestant = new Replicas(platform, entry, 1, topics, database, label);
        Drain drain = new Drain(servers, topics, Platform.PARTITIONS)) {
      drain.awaitMembers(contestant);
      DrainRun.takeIn(warm, servers, contestant, drain);
      drain.awaitEvents(warm.events(), contestant);
      List<Latency.Figures> all = new ArrayList<>();
      boolean warmInTime;
      try (ReplyTimes answers = new ReplyTimes(servers, topics, most);
          OpenLoop load = new OpenLoop(servers, topics)) {
        warmInTime = under(lukewarm, ids + "warm-", load, answers, drain, contestant).inTime();
        beside.begin(contestant, topics);
        for (Schedule schedule : schedules) {
          if (!all.isEmpty() && !all.get(all.size() - 1).keptUp()) {
            figures.put(schedule.rate(), Latency.Figures.TOO_MUCH);
            continue;
          }
          Latency.Figures seen =
              under(schedule, ids + schedule.rate() + "-", load, answers, drain, contestant);
          events += schedule.cards() * CardLife.STEPS;
          rejections += refused(schedule);
          all.add(seen);
          figures.put(schedule.rate(), seen);
          BenchLog.log(
              "%s  %s  %,d/s: %s%s", label, entry.title(), schedule.rate(), seen, seen.notes());
        }
        beside.end(contestant);
      }
      inTime = warmInTime && all.stream().allMatch(Latency.Figures::inTime);
    }
    if (inTime) {
      judge.check(entry, platform, database, topics, events, rejections);
    } else {
      // Messages that overtook others were correctly rejected; their number is random.
      BenchLog.log("%s  %s  was seconds late, its events are not counted", label, entry.title());
      judge.late(entry, platform, database, topics);
    }
    platform.forget(topics);
    return figures;
  }

  private static Latency.Figures under(
      Schedule schedule,
      String prefix,
      OpenLoop load,
      ReplyTimes answers,
      Drain drain,
      Replicas contestant) {
    // Garbage of earlier runs must not be collected while measuring.
    System.gc();
    Delays delays = load.send(schedule, prefix, answers);
    drain.await(contestant);
    drain.awaitQuiet(contestant);
    return delays.figures();
  }

  /** The number of rejected messages of a schedule. */
  static int refused(Schedule schedule) {
    return (schedule.cards() + 100 - 12) / 100 * CardLife.STEPS;
  }
}
