package io.cardflow.store;

import io.smallrye.mutiny.Uni;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.List;

/** What the events that the bureau pushes need: which card they are about, and those kept. */
@ApplicationScoped
public class PushedEvents {

  /** The number of events that are kept. */
  public static final int MOST_KEPT = 10_000;

  /** The tables know a card's id at the bureau from its order, and from its later statuses. */
  private static final String CARDS =
      """
      WITH named AS MATERIALIZED (
        SELECT card_id FROM card_alias WHERE alias = $1 AND kind = 'PRODUCER_CARD'
        UNION
        SELECT card_id FROM order_card WHERE producer_card_id = $1
      )
      SELECT c.id, coalesce(o.batch_id, c.batch_id) AS batch_id,
        coalesce(c.order_id, b.order_id) AS order_id, now() AS read_at
      FROM named n JOIN card c ON c.id = n.card_id
        LEFT JOIN order_card o ON o.card_id = c.id
        LEFT JOIN order_batch b ON b.id = o.batch_id
      WHERE coalesce(c.order_id, b.order_id) IS NOT NULL
        AND coalesce(o.batch_id, c.batch_id) IS NOT NULL
      ORDER BY c.id LIMIT 10
      """;

  private static final String ASK =
      """
      WITH known AS (
        UPDATE order_card SET due_at = now(), asked = true
        WHERE accepted AND card_id IN (
          SELECT card_id FROM card_alias WHERE alias = $1 AND kind = 'PRODUCER_CARD'
          UNION
          SELECT card_id FROM order_card WHERE producer_card_id = $1)
        RETURNING card_id
      ), unknown AS (
        UPDATE bureau_card SET due_at = now() WHERE producer_card_id = $1
        RETURNING producer_card_id
      )
      SELECT card_id FROM known UNION ALL SELECT producer_card_id FROM unknown
      """;

  /** An event that is kept already counts as kept. */
  private static final String KEEP =
      """
      INSERT INTO pushed_event (producer_card_id, digest, facts)
      SELECT $1, md5(coalesce($2, '')), $2
      WHERE (SELECT count(*) FROM (SELECT FROM pushed_event LIMIT $3) AS kept) < $3
      ON CONFLICT (producer_card_id, digest) DO UPDATE SET received_at = pushed_event.received_at
      RETURNING digest
      """;

  /** Each try waits twice as long as the one before, up to ten minutes. */
  private static final String CLAIM =
      """
      WITH due AS MATERIALIZED (
        SELECT producer_card_id, digest FROM pushed_event WHERE due_at <= now()
        ORDER BY due_at, producer_card_id LIMIT $1 FOR UPDATE SKIP LOCKED
      )
      UPDATE pushed_event e SET attempts = e.attempts + 1,
        due_at = now() + least(interval '2 seconds' * 2 ^ least(e.attempts + 1, 9),
          interval '10 minutes')
      FROM due WHERE e.producer_card_id = due.producer_card_id AND e.digest = due.digest
      RETURNING e.producer_card_id, e.digest, e.facts
      """;

  private static final String DONE =
      """
      DELETE FROM pushed_event e USING (
        SELECT unnest($1::text[]) AS producer_card_id, unnest($2::text[]) AS digest) d
      WHERE e.producer_card_id = d.producer_card_id AND e.digest = d.digest
      """;

  private static final String EXPIRE =
      """
      WITH old AS MATERIALIZED (
        SELECT producer_card_id, digest FROM pushed_event
        WHERE received_at < now() - $1 * interval '1 millisecond'
        ORDER BY received_at LIMIT 1000 FOR UPDATE SKIP LOCKED
      )
      DELETE FROM pushed_event e USING old
      WHERE e.producer_card_id = old.producer_card_id AND e.digest = old.digest
      RETURNING e.digest
      """;

  private final Pool pool;

  /** Uses this pool. */
  public PushedEvents(Pool pool) {
    this.pool = pool;
  }

  /** The accepted cards with one of the bureau's ids: usually one, none if it is not known. */
  public Uni<List<BureauCard>> cards(String producerCardId) {
    return Transactions.list(
        pool,
        CARDS,
        Tuple.of(producerCardId),
        row ->
            new BureauCard(
                row.getString("id"),
                row.getString("batch_id"),
                row.getString("order_id"),
                row.getOffsetDateTime("read_at").toInstant()));
  }

  /**
   * Makes the question about a card due now.
   *
   * @return whether the card is known
   */
  public Uni<Boolean> ask(String producerCardId) {
    return Transactions.list(pool, ASK, Tuple.of(producerCardId), row -> row)
        .map(asked -> !asked.isEmpty());
  }

  /**
   * Keeps an event.
   *
   * @param facts JSON; null for a hint
   * @return false if {@link #MOST_KEPT} are kept already
   */
  public Uni<Boolean> keep(String producerCardId, String facts) {
    return Transactions.list(
            pool, KEEP, Tuple.of(producerCardId, facts, (long) MOST_KEPT), row -> row)
        .map(kept -> !kept.isEmpty());
  }

  /**
   * Claims kept events that are due for another try, in no order.
   *
   * @param most the maximum number
   */
  public Uni<List<PushedEvent>> claim(int most) {
    return Transactions.list(
        pool,
        CLAIM,
        Tuple.of((long) most),
        row ->
            new PushedEvent(
                row.getString("producer_card_id"),
                row.getString("digest"),
                row.getString("facts")));
  }

  /** Deletes kept events that are applied. */
  public Uni<Void> done(List<PushedEvent> events) {
    return Transactions.list(
            pool,
            DONE,
            new Columns<>(events)
                .text(PushedEvent::producerCardId)
                .text(PushedEvent::digest)
                .tuple(),
            row -> row)
        .replaceWithVoid();
  }

  /**
   * Deletes events that are kept for longer than this, up to a thousand.
   *
   * @return their number
   */
  public Uni<Integer> expire(Duration age) {
    return Transactions.list(pool, EXPIRE, Tuple.of((double) age.toMillis()), row -> row)
        .map(List::size);
  }
}
