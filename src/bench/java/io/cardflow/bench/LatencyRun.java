package io.cardflow.bench;

import io.cardflow.local.Topics;
import io.cardflow.servers.Database;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** One contestant under one load after the other, in the same processes. */
final class LatencyRun {

  private static final int WARM_RATE = 2_000;

  private LatencyRun() {}

  /**
   * What was seen at each rate.
   *
   * @param seconds how long each rate is measured, and how long the warming up is steady
   */
  static Map<Integer, Latency.Figures> of(
      Platform platform, Entry entry, List<Integer> rates, int seconds, String label) {
    String servers = platform.bootstrapServers();
    Topics topics = platform.freshTopics();
    Database database = platform.freshDatabase(entry.contestant() == Contestant.CARDFLOW);
    platform.settle();
    int fastest = rates.stream().mapToInt(each -> each).max().orElseThrow();
    Schedule warm = new Schedule(Math.min(WARM_RATE, fastest), seconds);
    List<Schedule> schedules = rates.stream().map(rate -> new Schedule(rate, seconds)).toList();
    int most = 2 * (warm.slots() + schedules.stream().mapToInt(Schedule::slots).sum());
    int events = warm.cards() * Life.STEPS;
    int rejections = refused(warm);
    Map<Integer, Latency.Figures> figures = new LinkedHashMap<>();
    try (Replicas contestant = new Replicas(entry, 1, servers, topics, database, label);
        Drain drain = new Drain(servers, topics, Platform.PARTITIONS);
        Answers answers = new Answers(servers, topics, most);
        OpenLoop load = new OpenLoop(servers, topics)) {
      drain.awaitMembers(contestant);
      load.send(warm, "w-", answers);
      drain.await(contestant);
      for (Schedule schedule : schedules) {
        drain.awaitEvents(events, contestant);
        // What was left by others is not to be collected while it counts.
        System.gc();
        Delays delays = load.send(schedule, schedule.rate() + "-", answers);
        events += schedule.cards() * Life.STEPS;
        rejections += refused(schedule);
        drain.await(contestant);
        drain.awaitEvents(events, contestant);
        Latency.Figures seen = delays.figures();
        figures.put(schedule.rate(), seen);
        Progress.tell(
            "%s  %s  %,d/s: %s%s", label, entry.title(), schedule.rate(), seen, seen.notes());
      }
    }
    Judge.judge(entry, platform, database, topics, events, rejections);
    platform.forget(topics);
    platform.forget(database);
    return figures;
  }

  private static int refused(Schedule schedule) {
    return (schedule.cards() + 100 - 12) / 100 * Life.STEPS;
  }
}
