package io.cardflow.bench;

import io.cardflow.local.Topics;
import io.cardflow.servers.Database;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * Counts what subscribers see of crashes: Cardflow and the contestant with an outbox process the
 * same load, are killed with SIGKILL in the middle of each wave, and started again.
 */
final class Faults implements Part {

  /** Kafka's minimum in milliseconds: the partitions of the killed process wait as long. */
  private static final String SESSION = "6000";

  /** Longer than the partitions wait and a process takes to start. */
  private static final Duration QUIET = Duration.ofSeconds(30);

  private static final List<Entry> ENTRIES =
      List.of(killable(Contestant.CARDFLOW), killable(Contestant.OUTBOX));

  private final int cards = BenchSettings.number("faults.cards", 20_000);
  private final Map<String, Damage> damages = new LinkedHashMap<>();
  private int kills;

  @Override
  public Section run(Platform platform) {
    for (int round = 1; round <= BenchSettings.rounds(); round++) {
      for (Entry entry : ENTRIES) {
        Damage damage = run(platform, entry, round);
        damages.merge(entry.title(), damage, Damage::and);
        BenchLog.log("faults-%d  %s  %s", round, entry.title(), damage);
      }
    }
    long own = damages.get(ENTRIES.get(0).title()).total();
    return new Section(
        "Faults", table(), List.of(Goal.atMost(0, "violations of Cardflow when killed", own)));
  }

  private Damage run(Platform platform, Entry entry, int round) {
    String servers = platform.bootstrapServers();
    Topics topics = platform.freshTopics();
    Database database = platform.freshDatabase(false);
    Workload load = Workload.wholeLives(topics, "", cards);
    platform.settle();
    // Both contestants are killed at the same places of the same load.
    SplittableRandom random = new SplittableRandom(round);
    try (Replicas contestant =
            new Replicas(platform, entry, 1, topics, database, "faults-" + round);
        Drain drain = new Drain(servers, topics, Platform.PARTITIONS);
        EventReader events = new EventReader(servers, topics)) {
      drain.awaitMembers(contestant);
      int due = 0;
      for (int wave : load.waves().toArray()) {
        int killed = due + (int) (load.events(wave) * random.nextDouble(0.1, 0.9));
        due += load.events(wave);
        contestant.freeze();
        load.send(servers, wave);
        contestant.thaw();
        events.await(killed, contestant);
        contestant.restartKilled();
        kills += entry == ENTRIES.get(0) ? 1 : 0;
        drain.await(contestant);
        events.awaitOrQuiet(due, QUIET);
        drain.awaitQuiet(contestant);
      }
    }
    Damage damage =
        Damage.of(
            Judge.history(entry, platform, database, topics), load.events(), load.rejections());
    platform.forget(topics);
    platform.forget(database);
    return damage;
  }

  private String table() {
    StringBuilder text =
        new StringBuilder(
            "| killed %d times in %,d cards, %d rounds | doubled events | lost | out of order |"
                    .formatted(kills, cards, BenchSettings.rounds())
                + " doubled rejections | lost | violations in all |\n"
                + "|---|---|---|---|---|---|---|\n");
    damages.forEach(
        (title, damage) -> text.append("| %s | %s |\n".formatted(title, damage.cells())));
    return text.toString();
  }

  private static Entry killable(Contestant contestant) {
    return Entry.of(contestant).setting("kafka.session.timeout.ms", SESSION);
  }
}
