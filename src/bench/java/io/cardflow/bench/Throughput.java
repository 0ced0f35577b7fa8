package io.cardflow.bench;

import io.cardflow.local.Topics;
import io.cardflow.servers.Database;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;

/** Measures how fast each contestant drains the same load, at what cost, and the lower bounds. */
final class Throughput implements Part {

  private static final String DATABASE = "the database alone";
  private static final String KAFKA = "Kafka alone";

  private final int cards = BenchSettings.number("cards", 100_000);
  private final Results results =
      new Results(Arrays.stream(Contestant.values()).map(Contestant::title).toList());
  private final List<Double> databaseFloor = new ArrayList<>();
  private final List<Double> kafkaFloor = new ArrayList<>();

  @Override
  public Section run(Platform platform) {
    Database recorded = recorded(platform);
    for (int round = 1; round <= BenchSettings.rounds(); round++) {
      List<Contestant> order = new ArrayList<>(List.of(Contestant.values()));
      Collections.rotate(order, round);
      for (Contestant contestant : order) {
        results.add(
            DrainRun.onFreshGround(
                platform,
                Entry.of(contestant),
                1,
                Math.max(100, cards / contestant.fewer() / 100 * 100),
                "throughput-" + round));
        if (contestant == Contestant.CARDFLOW) {
          databaseFloor(platform, recorded);
        }
      }
      kafkaFloor(platform);
    }
    platform.forget(recorded);
    return new Section("Throughput", table(), goals());
  }

  /** The rows that Cardflow writes, from a run that is not measured. */
  private Database recorded(Platform platform) {
    Entry entry = Entry.of(Contestant.CARDFLOW);
    Database database = platform.freshDatabase(true);
    DatabaseFloor.record(database);
    Workload load =
        Workload.wholeLives(platform.freshTopics(), "", cards).warmedBy(DrainRun.warmUp(entry));
    DrainRun.of(
        platform,
        entry,
        1,
        database,
        load,
        "recorded",
        () -> Judge.judge(entry, platform, database, load));
    platform.forget(load.topics());
    DatabaseFloor.arrange(database);
    return database;
  }

  /** The same rows, written only by PostgreSQL. */
  private void databaseFloor(Platform platform, Database recorded) {
    Database empty = platform.freshDatabase(true);
    platform.settle();
    databaseFloor.add(DatabaseFloor.rate(recorded, empty));
    platform.forget(empty);
    log(DATABASE, databaseFloor);
  }

  private void kafkaFloor(Platform platform) {
    Topics topics = platform.freshTopics();
    Workload load = Workload.wholeLives(topics, "", Math.max(1_000, cards / 2_000 * 1_000));
    int sent = load.waves().map(wave -> load.send(platform.bootstrapServers(), wave)).sum();
    kafkaFloor.add(KafkaFloor.rate(platform.bootstrapServers(), topics, sent));
    platform.forget(topics);
    log(KAFKA, kafkaFloor);
  }

  private static void log(String what, List<Double> rates) {
    BenchLog.log("%s  %.0f messages/s", what, rates.get(rates.size() - 1));
  }

  private double own() {
    return results.rate(Contestant.CARDFLOW.title()).median();
  }

  private Map<String, Spread> floorRates() {
    return Map.of(DATABASE, Spread.of(databaseFloor), KAFKA, Spread.of(kafkaFloor));
  }

  private String table() {
    List<Chart.Bar> bars = new ArrayList<>();
    StringBuilder text =
        new StringBuilder(
            "| | messages/s, median | least to most | Cardflow / it | CPU s per 100,000: itself |"
                + " broker | database | peak MiB |\n|---|---|---|---|---|---|---|---|\n");
    for (String title : results.titles()) {
      Spread rate = results.rate(title);
      bars.add(new Chart.Bar(title, rate));
      text.append(
          "| %s | %.0f | %s | %.2f | %s |\n"
              .formatted(
                  title, rate.median(), rate.range(), own() / rate.median(), results.cost(title)));
    }
    for (String title : List.of(DATABASE, KAFKA)) {
      Spread rate = floorRates().get(title);
      bars.add(new Chart.Bar(title, rate));
      text.append(
          "| %s | %.0f | %s | %.2f | | | | |\n"
              .formatted(title, rate.median(), rate.range(), own() / rate.median()));
    }
    Chart.bars("throughput", "Drained messages per second", bars);
    return text.toString();
  }

  private List<Goal> goals() {
    return List.of(
        Goal.atLeast(
            1.5,
            "throughput / Kafka Streams'",
            own() / results.rate(Contestant.STREAMS.title()).median()),
        Goal.atLeast(
            15,
            "throughput / one transaction per message's",
            own() / results.rate(Contestant.PER_MESSAGE.title()).median()),
        Goal.atLeast(
            0.6, "throughput / the database's alone", own() / Spread.of(databaseFloor).median()));
  }
}
