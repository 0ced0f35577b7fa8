package io.cardflow.store;

import io.quarkus.hibernate.reactive.panache.PanacheRepositoryBase;
import io.smallrye.mutiny.Uni;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Reads and changes the cards of order batches. Callers may be on any thread. */
@ApplicationScoped
public class OrderedCards implements PanacheRepositoryBase<OrderedCard, String> {

  /** One statement for any number of cards. */
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
        refusal_code = n.refusal_code, refusal_detail = n.refusal_detail
      FROM mine, unnest($4::text[], $5::boolean[], $6::text[], $7::text[], $8::text[])
        AS n(card_id, accepted, producer_card_id, refusal_code, refusal_detail)
      WHERE c.card_id = n.card_id AND c.batch_id = mine.id
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

  /** The ids of a batch's cards that GO Cards accepted. */
  public Uni<Set<String>> accepted(String batchId) {
    return of(batchId)
        .map(
            cards ->
                cards.stream()
                    .filter(card -> Boolean.TRUE.equals(card.accepted))
                    .map(card -> card.cardId)
                    .collect(Collectors.toUnmodifiableSet()));
  }

  /**
   * Stores GO Cards' answer; only the first one has an effect.
   *
   * @param orderId GO Cards' order; null if it refused the whole batch
   * @param answers one for each card of the batch
   * @return fails with {@link ClaimLost} if another replica has claimed the batch
   */
  public Uni<Void> answered(OrderClaim claim, String orderId, List<CardAnswer> answers) {
    Tuple rows =
        new Columns<>(answers, claim.batchId(), claim.number(), orderId)
            .text(CardAnswer::cardId)
            .bool(CardAnswer::accepted)
            .text(CardAnswer::producerCardId)
            .text(CardAnswer::refusalCode)
            .text(CardAnswer::refusalDetail)
            .tuple();
    return Unis.of(
            () ->
                Transactions.run(
                    pool, connection -> connection.preparedQuery(ANSWER).execute(rows)))
        .invoke(
            written -> {
              if (written.rowCount() != answers.size()) {
                throw new ClaimLost(claim.batchId());
              }
            })
        .replaceWithVoid();
  }
}
