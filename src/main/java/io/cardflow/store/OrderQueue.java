package io.cardflow.store;

import io.smallrye.mutiny.Uni;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;

/** Claims waiting cards for order batches, in portions. */
@ApplicationScoped
public class OrderQueue {

  /** The maximum number of cards in a portion; it bounds how long their rows are locked. */
  static final int PORTION = 20_000;

  /**
   * Collects a portion. Rows that the inbox or another collector has locked are skipped until the
   * next run. In a full portion, the last batch is left for the next portion unless it is full
   * itself, so that portions do not split batches.
   *
   * <p>Rows of the queue are inserted and deleted, never updated, so that a locked row keeps its
   * place in the table and is deleted by it, without a search through all waiting rows.
   */
  private static final String COLLECT =
      """
      WITH waiting AS MATERIALIZED (
        SELECT card_id, destination, since, ctid AS place FROM order_queue
        WHERE immediate = $1
        ORDER BY destination, since, card_id LIMIT $2 FOR UPDATE SKIP LOCKED
      ), portioned AS (
        SELECT card_id, destination, since, place,
          (row_number() OVER (PARTITION BY destination ORDER BY since, card_id) - 1) / $3 AS portion,
          (SELECT destination FROM waiting ORDER BY destination DESC LIMIT 1) AS last,
          (SELECT count(*) FROM waiting) AS found
        FROM waiting
      ), grouped AS (
        SELECT card_id, place, destination, portion, last, found,
          min(since) OVER same AS oldest, count(*) OVER same AS cards
        FROM portioned WINDOW same AS (PARTITION BY destination, portion)
      ), claimed AS MATERIALIZED (
        SELECT card_id, place,
          $4 || '-' ||
            lpad(dense_rank() OVER (ORDER BY oldest, destination, portion)::text, 5, '0') AS id
        FROM grouped
        WHERE NOT (found = $2 AND destination = last AND cards < $3)
      ), batch AS MATERIALIZED (
        SELECT id, min(card_id) AS one, count(*) AS cards FROM claimed GROUP BY id
      ), batches AS (
        INSERT INTO order_batch
          (id, status, layout_id, delivery, cost_centre, cards, collected_at, due_at)
        SELECT b.id, 'COLLECTED', r.layout_id, r.delivery::text, r.cost_centre, b.cards, now(),
          now()
        FROM batch b JOIN card_request r ON r.card_id = b.one
      ), members AS (
        INSERT INTO order_card (card_id, batch_id) SELECT card_id, id FROM claimed
      ), taken AS (
        DELETE FROM order_queue WHERE ctid = ANY(ARRAY(SELECT place FROM claimed)) RETURNING 1
      )
      SELECT (SELECT count(*) FROM waiting) AS found,
        (SELECT count(*) FROM taken) AS cards, (SELECT count(*) FROM batch) AS batches
      """;

  /**
   * The result of a portion.
   *
   * @param full whether more cards may be waiting
   */
  public record Portion(int cards, int batches, boolean full) {

    /** The sum of two results. */
    public Portion plus(Portion next) {
      return new Portion(cards + next.cards, batches + next.batches, next.full);
    }
  }

  private static final Portion NOTHING = new Portion(0, 0, false);

  private final OrderingFence fence;

  /** Claims through this fence. */
  public OrderQueue(OrderingFence fence) {
    this.fence = fence;
  }

  /**
   * Moves waiting cards into batches by layout, address and cost centre, oldest first. Moves none
   * while ordering is closed.
   *
   * @param batchId the prefix of the batches' ids, unique per call
   * @param immediate true for the cards that are ordered immediately, each in its own batch; false
   *     for those that wait for a batch run
   * @param size the maximum number of cards in a batch, 1 or more; 1 for cards ordered immediately
   */
  public Uni<Portion> collect(String batchId, boolean immediate, int size) {
    int most = Math.max(PORTION, 2 * size);
    return fence.claim(
        (connection, open) ->
            open
                ? connection
                    .preparedQuery(COLLECT)
                    .execute(Tuple.of(immediate, (long) most, (long) size, batchId))
                    .map(rows -> portion(rows.iterator().next(), most))
                : Future.succeededFuture(NOTHING),
        portion -> portion.batches() > 0,
        NOTHING);
  }

  private static Portion portion(Row row, int most) {
    return new Portion(
        row.getInteger("cards"), row.getInteger("batches"), row.getInteger("found") == most);
  }
}
