package io.cardflow.store;

import io.cardflow.domain.OrderStatus;
import io.vertx.sqlclient.Row;
import java.time.Instant;

/**
 * An order batch.
 *
 * @param cards the number of cards, 1 or more
 * @param delivery the address, JSON; {@code {}} once it was removed
 * @param dueAt when its next step is due; null if it is complete
 * @param attempts the number of consecutive failed steps
 * @param answeredAt null until GO Cards has answered
 * @param orderId GO Cards' order; null until accepted
 * @param error the code of the last step's failure; null if it succeeded
 * @param errorDetail one line; null if there is none
 * @param closedAt null until the outcomes of all cards are published
 * @param reconciledAt when GO Cards was last asked about the order; null if it was not
 * @param lacksCardIds whether an accepted card is not known by the bureau's id; only read for a
 *     single batch, false in lists
 * @param completedAt when GO Cards reported a final state for all cards; null until then
 */
public record OrderSummary(
    String batchId,
    OrderStatus status,
    String layoutId,
    String delivery,
    int cards,
    Instant collectedAt,
    Instant dueAt,
    int attempts,
    Instant answeredAt,
    String orderId,
    String error,
    String errorDetail,
    Instant closedAt,
    Instant reconciledAt,
    Instant completedAt,
    boolean lacksCardIds) {

  private static final String PLAIN =
      """
      id, status, layout_id, delivery, cards, collected_at, %s AS due_at, attempts, answered_at,
        order_id, error, error_detail, closed_at, reconciled_at, completed_at,
        %s AS lacks_card_ids
      """;

  /** For lists. */
  static final String COLUMNS = PLAIN.formatted("due_at", "false");

  /** With what its cards show: when the first of them is asked about. */
  static final String WHOLE =
      PLAIN.formatted(
          """
          least(due_at, (SELECT min(o.due_at) FROM order_card o WHERE o.batch_id = order_batch.id))\
          """,
          """
          (status = 'CLOSED' AND EXISTS (SELECT FROM order_card o WHERE o.batch_id = order_batch.id
            AND o.accepted AND o.producer_card_id IS NULL AND completed_at IS NULL))\
          """);

  static OrderSummary of(Row row) {
    return new OrderSummary(
        row.getString("id"),
        OrderStatus.valueOf(row.getString("status")),
        row.getString("layout_id"),
        row.getString("delivery"),
        row.getInteger("cards"),
        CardSummary.time(row, "collected_at"),
        CardSummary.time(row, "due_at"),
        row.getInteger("attempts"),
        CardSummary.time(row, "answered_at"),
        row.getString("order_id"),
        row.getString("error"),
        row.getString("error_detail"),
        CardSummary.time(row, "closed_at"),
        CardSummary.time(row, "reconciled_at"),
        CardSummary.time(row, "completed_at"),
        row.getBoolean("lacks_card_ids"));
  }
}
