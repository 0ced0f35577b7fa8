package io.cardflow.bench;

import io.cardflow.history.History.Published;
import io.cardflow.history.HistoryReader;
import io.cardflow.local.Topics;
import io.cardflow.servers.Database;
import java.util.List;

/**
 * A database in the state that it has after long use. The worker takes two cards through their life
 * cycle, one to the end and one until it is produced, and the database is filled with copies of
 * their rows with random ids.
 *
 * @param cards the number of copied cards
 * @param produced the cards that can make further progress, in no particular order
 * @param past the events of each of these cards
 * @param line a line of the report's table with the final content
 */
record Stock(int cards, Database database, List<String> produced, Past past, String line) {

  private static final String ENDED = "C-a0";
  private static final String PRODUCED = "C-b0";
  private static final int MODELS = 100;

  /**
   * @param journal the maximum number of records in the journal; ten for each card until it is
   *     reached
   * @param produced how many cards are produced, or 0; they are spread over the whole table
   */
  static Stock fill(Platform platform, int cards, int journal, int produced) {
    Database database = platform.freshDatabase(true);
    Topics topics = platform.freshTopics();
    Past past = new Past(models(platform, topics, database));
    platform.forget(topics);
    int every = produced == 0 ? cards + 1 : Math.max(1, cards / produced);
    Copies copies = new Copies(database, ENDED, PRODUCED, every);
    copies.make(cards, Math.min(journal, CardLife.STEPS * cards));
    platform.administer(database.name(), "VACUUM (FREEZE)");
    platform.administer(database.name(), "VACUUM (FREEZE, ANALYZE)", "CHECKPOINT");
    return new Stock(cards, database, produced(database, produced), past, line(database));
  }

  /** The events of the card that is produced, in their order. */
  private static List<Published> models(Platform platform, Topics topics, Database database) {
    String servers = platform.bootstrapServers();
    Workload whole = Workload.wholeLives(topics, "a", MODELS);
    Workload begun = Workload.wholeLives(topics, "b", MODELS);
    Entry entry = Entry.of(Contestant.CARDFLOW);
    try (Replicas worker = new Replicas(platform, entry, 1, topics, database, "models");
        Drain drain = new Drain(servers, topics, Platform.PARTITIONS)) {
      drain.awaitMembers(worker);
      for (int wave : whole.waves().toArray()) {
        whole.send(servers, wave);
        if (wave < 2) {
          begun.send(servers, wave);
        }
        drain.await(worker);
      }
      // Ten events for a complete life cycle, five until the card is produced.
      drain.awaitEvents(MODELS * 15, worker);
    }
    return HistoryReader.published(servers, topics.events()).stream()
        .filter(event -> event.key().equals(PRODUCED))
        .toList();
  }

  private static List<String> produced(Database database, int most) {
    return Sql.texts(
        database,
        "SELECT id FROM card WHERE id LIKE '%s%%' AND state = 'PRODUCED' ORDER BY md5(id) LIMIT %d"
            .formatted(Copies.PREFIX, most));
  }

  private static String line(Database database) {
    return "| %,d | %,d | %,.0f MB | %,.0f MB |\n"
        .formatted(
            Sql.number(database, "SELECT count(*) FROM card"),
            Sql.number(database, "SELECT sum(records) FROM journal_unit"),
            Sql.number(database, size("pg_table_size")) / 1e6,
            Sql.number(database, size("pg_indexes_size")) / 1e6);
  }

  private static String size(String of) {
    return "SELECT sum(%s(oid)) FROM pg_class WHERE relkind = 'r'".formatted(of)
        + " AND relnamespace = 'public'::regnamespace";
  }
}
