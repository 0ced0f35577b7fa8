package io.cardflow.bench;

import io.cardflow.servers.Database;
import io.cardflow.store.FailoverPolicy;
import io.cardflow.store.OrderQueue;
import io.cardflow.store.OrderQueue.Portion;
import io.cardflow.store.OrderingClosures;
import io.cardflow.store.OrderingFence;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.Pool;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Compares collecting waiting cards into batches with a bare update of the same rows, in a copy of
 * the queue with a column for the batch and the key as the only index.
 */
final class Ordering implements Part {

  private static final int BATCH = 500;
  private static final int DESTINATIONS = 1_000;
  private static final Duration PATIENCE = Duration.ofMinutes(10);

  private static final String FILL =
      """
      TRUNCATE card, card_request, order_queue, order_batch, order_card;
      INSERT INTO card (id, version, state, since, assignments)
      SELECT 'C-' || i, 1, 'REQUESTED', now() - i * interval '1 ms', 0
      FROM generate_series(1, %1$d) AS i;
      INSERT INTO card_request (card_id, layout_id, delivery, card_elements)
      SELECT 'C-' || i, 'visitor', format('{"recipient":"Reception","addressOne":"Main Street %%s",'
        '"postalCode":"12345","city":"Stockholm","countryCode":"SE"}', i %% %2$d)::json,
        '{"title":"Temporary card"}'
      FROM generate_series(1, %1$d) AS i;
      INSERT INTO order_queue (card_id, immediate, since, destination)
      SELECT c.id, false, c.since,
        sha256(convert_to(r.layout_id || chr(31) || r.delivery::text, 'UTF8'))
      FROM card c JOIN card_request r ON r.card_id = c.id
      """;

  private static final String COPY =
      """
      DROP TABLE IF EXISTS copied;
      CREATE TABLE copied (LIKE order_queue, batch_id text);
      INSERT INTO copied SELECT * FROM order_queue;
      ALTER TABLE copied ADD PRIMARY KEY (card_id)
      """;

  private final int cards = BenchSettings.number("ordering.cards", 200_000);
  private final List<Double> collecting = new ArrayList<>();
  private final List<Double> updating = new ArrayList<>();

  @Override
  public Section run(Platform platform) {
    Database database = platform.freshDatabase(true);
    Vertx vertx = Vertx.vertx();
    Pool pool = database.pool(vertx, 4);
    try {
      // The first round is a warm-up and is not counted.
      for (int round = 0; round <= BenchSettings.rounds(); round++) {
        fill(platform, database);
        double update = Sql.seconds(database, "UPDATE copied SET batch_id = 'x'");
        fill(platform, database);
        double collect = collect(new OrderQueue(fence(pool)), database, round);
        if (round > 0) {
          updating.add(update);
          collecting.add(collect);
        }
        BenchLog.log("ordering-%d  collected in %.2f s, updated in %.2f s", round, collect, update);
      }
    } finally {
      pool.close().toCompletionStage().toCompletableFuture().join();
      vertx.close().toCompletionStage().toCompletableFuture().join();
    }
    platform.forget(database);
    Spread collect = Spread.of(collecting);
    Spread update = Spread.of(updating);
    String text =
        """
        | %,d waiting cards, %,d destinations | seconds, median | least to most |
        |---|---|---|
        | collected into batches of at most %d | %.2f | %.2f to %.2f |
        | bare `UPDATE` of the same rows | %.2f | %.2f to %.2f |
        """
            .formatted(
                cards,
                Math.min(cards, DESTINATIONS),
                BATCH,
                collect.median(),
                collect.least(),
                collect.most(),
                update.median(),
                update.least(),
                update.most());
    Chart.bars(
        "ordering",
        "Seconds for %,d waiting cards".formatted(cards),
        List.of(new Chart.Bar("Cardflow collects", collect), new Chart.Bar("bare UPDATE", update)));
    return new Section(
        "Ordering",
        text,
        List.of(
            Goal.atMost(
                3,
                "collecting %,d cards / bare UPDATE of the same rows".formatted(cards),
                collect.median() / update.median())));
  }

  private static OrderingFence fence(Pool pool) {
    return new OrderingFence(
        pool,
        new OrderingClosures(pool),
        () -> Uni.createFrom().item(Map.of()),
        FailoverPolicy.HOLD);
  }

  private void fill(Platform platform, Database database) {
    Sql.execute(database, FILL.formatted(cards, DESTINATIONS));
    Sql.execute(database, COPY);
    platform.administer(database.name(), "VACUUM ANALYZE", "CHECKPOINT");
  }

  private double collect(OrderQueue queue, Database database, int round) {
    long begun = System.nanoTime();
    Portion all = new Portion(0, 0, true);
    for (int portion = 0; all.full(); portion++) {
      String id = "B-%d-%d".formatted(round, portion);
      all = all.plus(queue.collect(id, false, BATCH).await().atMost(PATIENCE));
    }
    double seconds = (System.nanoTime() - begun) / 1e9;
    long held =
        Sql.number(
            database,
            "SELECT count(*) FROM order_card JOIN order_batch b ON b.id = batch_id"
                + " WHERE b.cards <= "
                + BATCH);
    if (all.cards() != cards || held != cards) {
      throw new IllegalStateException("collected " + all + ", held " + held + " of " + cards);
    }
    return seconds;
  }
}
