package io.cardflow.store;

import io.cardflow.domain.CardState;
import io.vertx.sqlclient.Row;
import java.time.Instant;
import java.time.OffsetDateTime;

/**
 * A card as lists show it, without its holder.
 *
 * @param since when it entered its state
 * @param overdue whether its stay in its state was announced as too long
 * @param layoutId null once retention or an erasure has removed the request of a card that was
 *     never ordered
 * @param batchId null until it is collected
 * @param orderId null until GO Cards has accepted it
 * @param producerCardId null until known, and after retention has shrunk the card
 * @param validUntil the end of its assignment; null if it has none
 * @param held whether it has a holder
 */
public record CardSummary(
    String cardId,
    int version,
    CardState state,
    Instant since,
    boolean overdue,
    String layoutId,
    String batchId,
    String orderId,
    String producerCardId,
    Instant validUntil,
    boolean held) {

  /** A batch also has cards that GO Cards refused; they are in no order. */
  static final String ORDER_ID = "coalesce(c.order_id, CASE WHEN o.accepted THEN b.order_id END)";

  static final String BATCH_ID = "coalesce(o.batch_id, c.batch_id)";

  static final String LAYOUT_ID = "coalesce(r.layout_id, b.layout_id)";

  /** For cards {@code c} with {@link #JOINS}. */
  static final String COLUMNS =
      """
      c.id, c.version, c.state, c.since, c.overdue, %s AS layout_id, %s AS batch_id,
        %s AS order_id, coalesce(c.producer_card_id, o.producer_card_id) AS producer_card_id,
        c.valid_until, c.holder_id IS NOT NULL AS held
      """
          .formatted(LAYOUT_ID, BATCH_ID, ORDER_ID);

  static final String JOINS =
      """
      LEFT JOIN order_card o ON o.card_id = c.id
      LEFT JOIN order_batch b ON b.id = o.batch_id
      LEFT JOIN card_request r ON r.card_id = c.id
      """;

  /** Reads {@link #COLUMNS}; null if there is no card. */
  static CardSummary of(Row row) {
    if (row.getString("id") == null) {
      return null;
    }
    return new CardSummary(
        row.getString("id"),
        row.getInteger("version"),
        CardState.valueOf(row.getString("state")),
        time(row, "since"),
        row.getBoolean("overdue"),
        row.getString("layout_id"),
        row.getString("batch_id"),
        row.getString("order_id"),
        row.getString("producer_card_id"),
        time(row, "valid_until"),
        row.getBoolean("held"));
  }

  static Instant time(Row row, String column) {
    OffsetDateTime time = row.getOffsetDateTime(column);
    return time == null ? null : time.toInstant();
  }
}
