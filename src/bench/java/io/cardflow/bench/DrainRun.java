package io.cardflow.bench;

import io.cardflow.servers.Database;
import java.time.Instant;

/**
 * Drains a workload, one wave after another. The contestant is frozen while the topics are filled,
 * so that only the draining is measured: from its resumption until a read-committed consumer has
 * received the wave's last event.
 */
final class DrainRun {

  /** The journal with its indexes, for each record. */
  private static final String JOURNAL_BYTES =
      """
      SELECT (pg_total_relation_size('journal_unit') + pg_total_relation_size('journal_range'))
        / greatest(1, (SELECT sum(records) FROM journal_unit))
      """;

  /** In life cycles; enough messages for the code to be compiled. */
  private static final int WARM_UP = BenchSettings.number("warm", 80_000);

  private DrainRun() {}

  /**
   * @param judge checks the result of the run; throws if it is wrong
   */
  static Result of(
      Platform platform,
      Entry entry,
      int replicas,
      Database database,
      Workload load,
      String label,
      Runnable judge) {
    String servers = platform.bootstrapServers();
    platform.settle();
    Result result;
    try (Replicas contestant =
            new Replicas(platform, entry, replicas, load.topics(), database, label);
        Drain drain = new Drain(servers, load.topics(), Platform.PARTITIONS);
        EventReader events = new EventReader(servers, load.topics())) {
      drain.awaitMembers(contestant);
      int due = 0;
      if (load.warmUp() != null) {
        takeIn(load.warmUp(), servers, contestant, drain);
        due = load.warmUp().events();
        events.await(due, contestant);
      }
      Instant measuredFrom = Instant.now();
      Cpu before = platform.cpu(contestant);
      int messages = 0;
      double seconds = 0;
      for (int wave : load.waves().toArray()) {
        contestant.freeze();
        messages += load.send(servers, wave);
        long begun = System.nanoTime();
        contestant.thaw();
        due += load.events(wave);
        seconds += (events.await(due, contestant) - begun) / 1e9;
        // Duplicates and rejected messages may follow.
        drain.await(contestant);
      }
      Cpu cpu = platform.cpu(contestant).since(before);
      drain.awaitEvents(load.events(), contestant);
      result =
          new Result(
              entry.title(),
              measuredFrom,
              messages / seconds,
              cpu.perHundredThousand(messages),
              contestant.peakMiB());
      if (!entry.options().isEmpty()) {
        contestant.stop();
      }
    }
    judge.run();
    BenchLog.log("%s  %s  %.0f messages/s", label, entry.title(), result.rate());
    return result;
  }

  /** The number of life cycles that a contestant processes before it is measured. */
  static int warmUp(Entry entry) {
    return Math.max(100, WARM_UP / entry.contestant().fewer() / 100 * 100);
  }

  /** Drains a workload without measuring. */
  static void takeIn(Workload load, String servers, Replicas contestant, Drain drain) {
    for (int wave : load.waves().toArray()) {
      load.send(servers, wave);
      drain.await(contestant);
    }
  }

  /** The same with new topics and an empty database, both deleted afterwards. */
  static Result onFreshGround(
      Platform platform, Entry entry, int replicas, int cards, String label) {
    // Empty: each build of the worker creates its own tables at startup.
    Database database = platform.freshDatabase(false);
    Workload load = Workload.wholeLives(platform.freshTopics(), "", cards).warmedBy(warmUp(entry));
    Result result =
        of(
            platform,
            entry,
            replicas,
            database,
            load,
            label,
            // Another build may follow other rules, so only the number of events is checked.
            entry.isThisBuild() ? () -> Judge.judge(entry, platform, database, load) : () -> {});
    if (entry.contestant() == Contestant.CARDFLOW && entry.isThisBuild()) {
      BenchLog.log(
          "%s  the journal takes %d bytes a record", label, Sql.number(database, JOURNAL_BYTES));
    }
    platform.forget(load.topics());
    platform.forget(database);
    return result;
  }
}
