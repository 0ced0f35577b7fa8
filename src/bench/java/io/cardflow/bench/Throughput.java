package io.cardflow.bench;

import io.cardflow.local.Topics;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Measures how fast each contestant drains the same load, and what a message costs. */
final class Throughput implements Part {

  private static final String KAFKA = "Kafka alone";
  private static final Entry CARDFLOW = Entry.of(Contestant.CARDFLOW);
  private static final Entry PER_MESSAGE = Entry.of(Contestant.PER_MESSAGE);
  private static final List<Entry> ENTRIES =
      List.of(
          CARDFLOW,
          Entry.of(Contestant.OUTBOX),
          StreamsVariants.DEFAULTS,
          StreamsVariants.RATE,
          StreamsVariants.MEMORY,
          PER_MESSAGE);

  private final int cards = BenchSettings.number("cards", 100_000);
  private final Results results = new Results(ENTRIES.stream().map(Entry::title).toList());
  private final List<Double> kafkaFloor = new ArrayList<>();

  @Override
  public Section run(Platform platform) {
    for (int round = 1; round <= BenchSettings.rounds(); round++) {
      List<Entry> order = new ArrayList<>(ENTRIES);
      Collections.rotate(order, round);
      for (Entry entry : order) {
        results.add(
            DrainRun.onFreshGround(
                platform,
                entry,
                1,
                Math.max(100, cards / entry.contestant().fewer() / 100 * 100),
                "throughput-" + (ENTRIES.indexOf(entry) + 1) + "-" + round));
      }
      kafkaFloor(platform);
    }
    return new Section("Throughput", table(), goals());
  }

  private void kafkaFloor(Platform platform) {
    Topics topics = platform.freshTopics();
    Workload load = Workload.wholeLives(topics, "", Math.max(1_000, cards / 2_000 * 1_000));
    int sent = load.waves().map(wave -> load.send(platform.bootstrapServers(), wave)).sum();
    double rate = KafkaFloor.rate(platform.bootstrapServers(), topics, sent);
    kafkaFloor.add(rate);
    platform.forget(topics);
    BenchLog.log("%s  %.0f messages/s", KAFKA, rate);
  }

  private String table() {
    List<Chart.Bar> rates = new ArrayList<>();
    List<Chart.Bar> costs = new ArrayList<>();
    StringBuilder text =
        new StringBuilder(
            "| | messages/s, median | least to most | Cardflow / it | CPU s per 100,000: together |"
                + " itself | broker | database | peak MiB | Cardflow's CPU / it |\n"
                + "|---|---|---|---|---|---|---|---|---|---|\n");
    for (String title : results.titles()) {
      Spread rate = results.rate(title);
      rates.add(new Chart.Bar(title, rate));
      costs.add(new Chart.Bar(title, results.cpu(title)));
      text.append(
          "| %s | %.0f | %s | %.2f | %s | %.2f |\n"
              .formatted(
                  title,
                  rate.median(),
                  rate.range(),
                  rateAgainst(title),
                  results.cost(title),
                  results.cpu(CARDFLOW.title()).median() / results.cpu(title).median()));
    }
    Spread floor = Spread.of(kafkaFloor);
    rates.add(new Chart.Bar(KAFKA, floor));
    text.append(
        "| %s | %.0f | %s | %.2f | | | | | | |\n"
            .formatted(KAFKA, floor.median(), floor.range(), own() / floor.median()));
    Chart.bars("throughput", "Drained messages per second", rates);
    Chart.bars("cost", "Processor seconds for 100,000 messages", costs);
    return text.toString();
  }

  private double own() {
    return results.rate(CARDFLOW.title()).median();
  }

  private double rateAgainst(String title) {
    return own() / results.rate(title).median();
  }

  private List<Goal> goals() {
    return List.of(
        Goal.atLeast(
            1.5, "throughput / Kafka Streams'", rateAgainst(StreamsVariants.DEFAULTS.title())),
        Goal.atLeast(
            15, "throughput / one transaction per message's", rateAgainst(PER_MESSAGE.title())));
  }
}
