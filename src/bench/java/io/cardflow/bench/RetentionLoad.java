package io.cardflow.bench;

import io.cardflow.servers.Database;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Measures what retention costs: the latency at a steady rate in a database in which everything is
 * due to be removed, with and without retention.
 */
final class RetentionLoad implements Part {

  private static final int RATE = 2_000;

  private static final List<String> KINDS = List.of("journal", "cards", "delivery", "assignments");

  private static final Entry WITH = entry("with retention", KINDS);
  private static final Entry WITHOUT = entry("without", List.of());

  private final int cards = BenchSettings.number("retention.cards", 1_000_000);
  private final int journal = BenchSettings.number("retention.journal", 10_000_000);
  private final int seconds = BenchSettings.number("latency.seconds", 20);
  private final Map<Entry, List<Latency.Figures>> figures = new LinkedHashMap<>();

  private static Entry entry(String title, List<String> removed) {
    Entry entry = Entry.of(Contestant.CARDFLOW).titled(title);
    for (String kind : KINDS) {
      entry = entry.setting("cardflow.retention." + kind, removed.contains(kind) ? "1d" : "off");
    }
    return entry;
  }

  /** With {@code -Dbench.retention.each=true} also each kind alone, to find what costs most. */
  private static List<Entry> entries() {
    List<Entry> entries = new ArrayList<>(List.of(WITHOUT, WITH));
    if (BenchSettings.on("retention.each")) {
      KINDS.forEach(kind -> entries.add(entry("only " + kind, List.of(kind))));
    }
    return entries;
  }

  @Override
  public Section run(Platform platform) {
    Database database = Stock.fill(platform, cards, journal, 0).database();
    age(platform, database);
    long before = entries(database);
    long units = old(database, "journal_unit WHERE decided_at");
    long deliveries = old(database, "delivery_end WHERE ended_at");
    // The first run after the tables were filled reads them from the disk.
    measure(platform, database, WITHOUT, 0);
    for (int round = 1; round <= BenchSettings.rounds(); round++) {
      List<Entry> order = entries();
      Collections.rotate(order, round);
      for (Entry entry : order) {
        figures
            .computeIfAbsent(entry, none -> new ArrayList<>())
            .add(measure(platform, database, entry, round));
      }
    }
    requireRemoved(database, units, deliveries);
    String text = table(before, entries(database));
    platform.forget(database);
    return new Section("Retention", text, List.of(goal()));
  }

  private Latency.Figures measure(Platform platform, Database database, Entry entry, int round) {
    Sql.execute(database, "TRUNCATE progress");
    String name = entry.title().replace(' ', '-') + round;
    return LatencyRun.of(
            platform,
            entry,
            List.of(RATE),
            seconds,
            "retention-" + name,
            database,
            name + "-",
            Judge.PUBLISHED,
            LatencyRun.Beside.NOTHING)
        .get(RATE);
  }

  /** Completes what retention works on, and makes everything a year older. */
  private static void age(Platform platform, Database database) {
    Sql.execute(
        database,
        """
        UPDATE journal_unit u SET range_logs = r.logs, range_ends = r.ends
        FROM (SELECT unit_id, array_agg(log) AS logs, array_agg(last_offset) AS ends
          FROM journal_range GROUP BY unit_id) r
        WHERE r.unit_id = u.id
        """,
        """
        INSERT INTO card_end (ended_at, card_id, state)
        SELECT since, id, state FROM card WHERE state IN ('ABORTED', 'FAILED', 'LOCKED')
        ON CONFLICT DO NOTHING
        """,
        """
        INSERT INTO delivery_end (ended_at, card_id)
        SELECT c.since, c.id FROM card c JOIN card_request r ON r.card_id = c.id
        WHERE c.state NOT IN ('REQUESTED', 'PROCESSING', 'ORDERED', 'IN_PRODUCTION')
        ON CONFLICT DO NOTHING
        """);
    for (String column :
        List.of(
            "journal_unit SET decided_at = decided_at",
            "card_end SET ended_at = ended_at",
            "delivery_end SET ended_at = ended_at",
            "card_assignment SET ended_at = ended_at")) {
      Sql.execute(database, "UPDATE " + column + " - interval '365 days'");
    }
    platform.administer(database.name(), "VACUUM (FREEZE, ANALYZE)", "CHECKPOINT");
  }

  /** Otherwise retention would not have run. */
  private static void requireRemoved(Database database, long entries, long deliveries) {
    long shrunk = Sql.number(database, "SELECT count(*) FROM card WHERE shrunk");
    if (old(database, "journal_unit WHERE decided_at") >= entries
        || old(database, "delivery_end WHERE ended_at") >= deliveries
        || shrunk == 0) {
      throw new IllegalStateException("retention has removed nothing");
    }
  }

  /** How many rows of the stock are left. */
  private static long old(Database database, String rows) {
    return Sql.number(
        database, "SELECT count(*) FROM %s < now() - interval '30 days'".formatted(rows));
  }

  private static long entries(Database database) {
    return Sql.number(database, "SELECT sum(records) FROM journal_unit");
  }

  private String table(long before, long after) {
    StringBuilder text =
        new StringBuilder(
            "| %,d messages/s | p50 ms | p99 ms | p99, least to most | p99.9 ms |\n".formatted(RATE)
                + "|---|---|---|---|---|\n");
    figures.forEach(
        (entry, seen) ->
            text.append(
                "| %s | %.1f | %.1f | %.1f to %.1f | %.1f |\n"
                    .formatted(
                        entry.title(),
                        Spread.of(seen.stream().map(Latency.Figures::p50).toList()).median(),
                        p99(entry).median(),
                        p99(entry).least(),
                        p99(entry).most(),
                        Spread.of(seen.stream().map(Latency.Figures::p999).toList()).median())));
    return text.append(
            "\nRecords in the journal: %,d before, %,d after.\n".formatted(before, after))
        .toString();
  }

  private Spread p99(Entry entry) {
    return Spread.of(figures.get(entry).stream().map(Latency.Figures::p99).toList());
  }

  private Goal goal() {
    return Goal.atMost(
        1.1,
        "p99 at 2,000/s with retention over %,d due records / without".formatted(journal),
        p99(WITH).median() / p99(WITHOUT).median());
  }
}
