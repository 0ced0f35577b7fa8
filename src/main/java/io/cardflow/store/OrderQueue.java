package io.cardflow.store;

import io.smallrye.mutiny.Uni;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;

/** The cards that wait to be ordered, claimed for order batches in portions. */
@ApplicationScoped
public class OrderQueue {

  /** How many cards a portion holds at most; it bounds how long their rows are locked. */
  static final int PORTION = 20_000;

  /**
   * One portion. Rows that the inbox decides about, or that another collector has, are passed over:
   * the next run meets them again. In a full portion, the last batch is left to the next one unless
   * it is full itself, so that portions do not cut batches.
   *
   * <p>Rows of the queue are written and deleted, never updated, so that a locked one stays at its
   * place in the table, and is deleted there without being looked for among all that wait.
   */
  private static final String COLLECT =
      """
      WITH waiting AS MATERIALIZED (
        SELECT card_id, destination, since, ctid AS place FROM order_queue
        WHERE at_once = $1
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
        INSERT INTO order_batch (id, status, layout_id, delivery, cards, collected_at, due_at)
        SELECT b.id, 'COLLECTED', r.layout_id, r.delivery::text, b.cards, now(), now()
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
   * What one portion led to.
   *
   * @param full whether there may be more
   */
  public record Portion(int cards, int batches, boolean full) {

    /** This portion and those that followed it. */
    public Portion plus(Portion next) {
      return new Portion(cards + next.cards, batches + next.batches, next.full);
    }
  }

  private static final Portion NOTHING = new Portion(0, 0, false);

  private final OrderingFence fence;

  /** Claims by this fence. */
  public OrderQueue(OrderingFence fence) {
    this.fence = fence;
  }

  /**
   * Moves the next cards that wait into batches by layout and address, oldest first. While ordering
   * is closed it moves none.
   *
   * @param batchId what the ids of the batches begin with; no two calls have the same
   * @param atOnce true for the cards that are ordered each in a batch of its own, false for those
   *     that wait for a batch run
   * @param size how many cards a batch holds at most, 1 or more; 1 for cards ordered at once
   */
  public Uni<Portion> collect(String batchId, boolean atOnce, int size) {
    int most = Math.max(PORTION, 2 * size);
    return fence.claim(
        (connection, open) ->
            open
                ? connection
                    .preparedQuery(COLLECT)
                    .execute(Tuple.of(atOnce, (long) most, (long) size, batchId))
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
