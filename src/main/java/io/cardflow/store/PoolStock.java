package io.cardflow.store;

import io.smallrye.mutiny.Uni;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;

/** Counts the cards that are ready for a holder. */
@ApplicationScoped
public class PoolStock {

  /** How many cards are counted; a pool with more is not low. */
  static final int MOST = 10_000;

  static final String STOCK =
      """
      SELECT layout_id, count(*) AS cards, (array_agg(card_id ORDER BY since, card_id))[1] AS next
      FROM (
        SELECT w.card_id, w.since, coalesce(
          (SELECT layout_id FROM card_request WHERE card_id = w.card_id),
          (SELECT b.layout_id FROM order_card o JOIN order_batch b ON b.id = o.batch_id
            WHERE o.card_id = w.card_id)) AS layout_id
        FROM (
          SELECT card_id, since FROM card_wait
          WHERE state = 'UNASSIGNED' AND NOT announced ORDER BY since, card_id LIMIT $1) w) l
      WHERE layout_id IS NOT NULL
      GROUP BY layout_id ORDER BY layout_id
      """;

  private final Pool pool;

  /** Uses this pool. */
  public PoolStock(Pool pool) {
    this.pool = pool;
  }

  /**
   * The cards of a layout.
   *
   * @param cards how many there are among the 10,000 cards that are longest in the pool
   * @param next the one that is longest in the pool; null if there is none
   */
  public record Stock(String layoutId, long cards, String next) {}

  /** The cards in the pool by layout. */
  public Uni<List<Stock>> read() {
    return Transactions.list(
        pool,
        STOCK,
        Tuple.of((long) MOST),
        row -> new Stock(row.getString("layout_id"), row.getLong("cards"), row.getString("next")));
  }
}
