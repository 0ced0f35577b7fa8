package io.cardflow.store;

import io.cardflow.domain.PrivacyCode;
import io.cardflow.store.Erasures.Step;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;

/** Erases the delivery data of a card, in one transaction. */
final class DeliveryErasure {

  private static final String CARD =
      """
      SELECT c.state IN ('REQUESTED', 'PROCESSING', 'ORDERED', 'IN_PRODUCTION')
          OR coalesce(b.status NOT IN ('CLOSED', 'REFUSED'), false) AS needed
      FROM card c
      LEFT JOIN order_card o ON o.card_id = c.id
      LEFT JOIN order_batch b ON b.id = o.batch_id
      WHERE c.id = $1
      """;

  /** A closed batch no longer needs its copy; other cards of the batch keep their own. */
  private static final String ERASE =
      """
      WITH request AS (
        DELETE FROM card_request WHERE card_id = $2 RETURNING 1
      ), batch AS (
        UPDATE order_batch SET delivery = '{}', cost_centre = NULL
        WHERE id = (SELECT batch_id FROM order_card WHERE card_id = $2) AND delivery <> '{}'
        RETURNING collected_at
      )
      UPDATE erasure SET requests = (SELECT count(*) FROM request),
        batches = (SELECT count(*) FROM batch),
        data_from = (SELECT min(collected_at) FROM batch),
        data_until = (SELECT max(collected_at) FROM batch)
      WHERE request_id = $1
      """;

  private final SqlConnection connection;
  private final String requestId;
  private final String cardId;

  DeliveryErasure(SqlConnection connection, String requestId, Row row) {
    this.connection = connection;
    this.requestId = requestId;
    this.cardId = row.getString("subject");
  }

  Future<Step> advance() {
    return Erasures.first(connection, CARD, Tuple.of(cardId))
        .compose(
            card -> {
              if (card.isEmpty()) {
                return refuse(PrivacyCode.UNKNOWN_CARD);
              }
              return card.get().getBoolean("needed")
                  ? refuse(PrivacyCode.DELIVERY_NEEDED)
                  : erase();
            });
  }

  private Future<Step> refuse(PrivacyCode code) {
    return Erasures.refuse(connection, requestId, code);
  }

  private Future<Step> erase() {
    return connection
        .preparedQuery(ERASE)
        .execute(Tuple.of(requestId, cardId))
        .compose(done -> Erasures.finish(connection, requestId));
  }
}
