package io.cardflow.store;

import io.quarkus.hibernate.reactive.panache.PanacheRepositoryBase;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.List;

/** Reads and changes the cards of order batches. Callers may be on any thread. */
@ApplicationScoped
public class OrderedCards implements PanacheRepositoryBase<OrderedCard, String> {

  /**
   * One statement for any number of cards. The questions about an order are spread, so that those
   * about other orders come between them.
   */
  private static final String ANSWER =
      """
      WITH mine AS (
        UPDATE order_batch SET answered_at = now(), order_id = $3, attempts = 0, error = NULL,
          error_detail = NULL
        WHERE id = $1 AND claims = $2 AND answered_at IS NULL
        RETURNING id
      ), step AS (
        INSERT INTO order_step (batch_id, at, step)
        SELECT id, now(), 'ANSWERED' FROM mine
      )
      UPDATE order_card c SET accepted = n.accepted, producer_card_id = n.producer_card_id,
        refusal_code = n.refusal_code, refusal_detail = n.refusal_detail,
        due_at = CASE WHEN n.accepted AND n.producer_card_id IS NOT NULL
          THEN now() + $9 * (1 + n.place / 10000.0) * interval '1 millisecond' END
      FROM mine, unnest($4::text[], $5::boolean[], $6::text[], $7::text[], $8::text[])
        WITH ORDINALITY
        AS n(card_id, accepted, producer_card_id, refusal_code, refusal_detail, place)
      WHERE c.card_id = n.card_id AND c.batch_id = mine.id
      """;

  /** The delivery data goes with the last card. */
  private static final String SPLIT =
      """
      WITH old AS MATERIALIZED (
        SELECT id, layout_id, delivery, cost_centre, cards, collected_at FROM order_batch
        WHERE id = $1 AND claims = $2 AND answered_at IS NULL FOR UPDATE
      ), moved AS (
        UPDATE order_card c SET batch_id = n.batch_id
        FROM old, unnest($3::text[], $4::text[]) AS n(card_id, batch_id)
        WHERE c.card_id = n.card_id AND c.batch_id = old.id
        RETURNING n.batch_id
      ), parts AS (
        INSERT INTO order_batch
          (id, status, layout_id, delivery, cost_centre, cards, collected_at, due_at)
        SELECT m.batch_id, 'COLLECTED', o.layout_id, o.delivery, o.cost_centre, m.cards,
          o.collected_at, now()
        FROM old o, (SELECT batch_id, count(*) AS cards FROM moved GROUP BY batch_id) m
      ), step AS (
        INSERT INTO order_step (batch_id, at, step, code, detail)
        SELECT id, now(), 'SPLIT', $5, $6 FROM old
      ), rest AS (
        SELECT id, cards - (SELECT count(*) FROM moved) AS cards FROM old
      ), changed AS (
        UPDATE order_batch b SET cards = rest.cards, attempts = 0, error = NULL,
          error_detail = NULL,
          status = CASE rest.cards WHEN 0 THEN 'REFUSED' ELSE b.status END,
          delivery = CASE rest.cards WHEN 0 THEN '{}' ELSE b.delivery END,
          cost_centre = CASE rest.cards WHEN 0 THEN NULL ELSE b.cost_centre END,
          due_at = CASE rest.cards WHEN 0 THEN NULL ELSE b.due_at END,
          leased_until = CASE rest.cards WHEN 0 THEN NULL ELSE b.leased_until END,
          asked_at = CASE rest.cards WHEN 0 THEN NULL ELSE b.asked_at END,
          answered_at = CASE rest.cards WHEN 0 THEN now() END,
          closed_at = CASE rest.cards WHEN 0 THEN now() END,
          completed_at = CASE rest.cards WHEN 0 THEN now() END
        FROM rest WHERE b.id = rest.id
      )
      SELECT count(*) AS moved FROM moved
      """;

  private final Sessions sessions;
  private final Pool pool;

  OrderedCards(Sessions sessions, Pool pool) {
    this.sessions = sessions;
    this.pool = pool;
  }

  /** The cards of a batch with their printed texts, ordered by id. */
  public Uni<List<OrderLine>> lines(String batchId) {
    return sessions.inTransaction(
        () ->
            find(
                    "select c.cardId, r.cardElements from OrderedCard c"
                        + " join RequestedCard r on r.cardId = c.cardId"
                        + " where c.batchId = ?1 order by c.cardId",
                    batchId)
                .project(OrderLine.class)
                .list());
  }

  /** The cards of a batch, ordered by id. */
  public Uni<List<OrderedCard>> of(String batchId) {
    return sessions.inTransaction(() -> list("batchId = ?1 order by cardId", batchId));
  }

  /**
   * Stores GO Cards' answer; only the first one has an effect.
   *
   * @param orderId GO Cards' order; null if it refused the whole batch
   * @param answers one for each card of the batch
   * @param askAfter when GO Cards is first asked about the accepted cards
   * @return fails with {@link ClaimLost} if another replica has claimed the batch
   */
  public Uni<Void> answered(
      OrderClaim claim, String orderId, List<CardAnswer> answers, Duration askAfter) {
    return Unis.of(
        () ->
            Transactions.run(
                pool, connection -> answer(connection, claim, orderId, answers, askAfter)));
  }

  private static Future<Void> answer(
      SqlConnection connection,
      OrderClaim claim,
      String orderId,
      List<CardAnswer> answers,
      Duration askAfter) {
    Tuple rows =
        new Columns<>(answers, claim.batchId(), claim.number(), orderId)
            .text(CardAnswer::cardId)
            .bool(CardAnswer::accepted)
            .text(CardAnswer::producerCardId)
            .text(CardAnswer::refusalCode)
            .text(CardAnswer::refusalDetail)
            .tuple()
            .addDouble((double) askAfter.toMillis());
    return connection
        .preparedQuery(ANSWER)
        .execute(rows)
        .compose(written -> written(claim, written.rowCount(), answers.size()));
  }

  private static Future<Void> written(OrderClaim claim, int rows, int expected) {
    return rows == expected
        ? Future.succeededFuture()
        : Future.failedFuture(new ClaimLost(claim.batchId()));
  }

  /** A card that moves to another batch. */
  public record Move(String cardId, String batchId) {}

  /**
   * Stores that GO Cards has taken no card of a batch. The cards that it refuses keep the batch,
   * and the others move to new batches, which are sent. A batch without cards is closed.
   *
   * @param refused one for each card that stays
   * @param moves the other cards, 1 or more; their batches do not exist yet
   * @param code why it was refused
   * @return fails with {@link ClaimLost} if another replica has claimed the batch
   */
  public Uni<Void> split(
      OrderClaim claim, List<CardAnswer> refused, List<Move> moves, String code, String detail) {
    Tuple rows =
        new Columns<>(moves, claim.batchId(), claim.number())
            .text(Move::cardId)
            .text(Move::batchId)
            .tuple()
            .addString(code)
            .addString(detail);
    return Unis.of(
        () ->
            Transactions.run(
                pool,
                connection ->
                    connection
                        .preparedQuery(SPLIT)
                        .execute(rows)
                        .map(moved -> moved.iterator().next().getInteger("moved"))
                        .compose(moved -> written(claim, moved, moves.size()))
                        .compose(
                            moved ->
                                refused.isEmpty()
                                    ? Future.<Void>succeededFuture()
                                    : answer(connection, claim, null, refused, Duration.ZERO))));
  }

  private static final String FOUND =
      """
      WITH mine AS (
        SELECT id FROM order_batch WHERE id = $1 AND claims = $2 FOR UPDATE
      ), found AS (
        INSERT INTO bureau_card (producer_card_id, batch_id, due_at)
        SELECT n.id, mine.id, now() + n.place * $4 / 10000.0 * interval '1 millisecond'
        FROM mine, unnest($3::text[]) WITH ORDINALITY AS n(id, place)
        WHERE NOT EXISTS (
          SELECT FROM order_card o WHERE o.batch_id = mine.id AND o.producer_card_id = n.id)
        ON CONFLICT (producer_card_id) DO NOTHING
      )
      SELECT (SELECT count(*) FROM order_card o WHERE o.batch_id = mine.id AND o.accepted
        AND o.producer_card_id IS NULL) AS unknown FROM mine
      """;

  /**
   * Stores the bureau's ids of a batch's cards, to be asked which cards of ours they are.
   *
   * @param spread the time over which a batch of 10,000 cards is asked about
   * @return the number of accepted cards of which the bureau's id is not known; fails with {@link
   *     ClaimLost} if another replica has claimed the batch
   */
  public Uni<Long> found(OrderClaim claim, List<String> producerCardIds, Duration spread) {
    return Transactions.list(
            pool,
            FOUND,
            Tuple.of(
                claim.batchId(),
                claim.number(),
                producerCardIds.toArray(String[]::new),
                (double) spread.toMillis()),
            row -> row.getLong("unknown"))
        .map(
            rows -> {
              if (rows.isEmpty()) {
                throw new ClaimLost(claim.batchId());
              }
              return rows.get(0);
            });
  }
}
