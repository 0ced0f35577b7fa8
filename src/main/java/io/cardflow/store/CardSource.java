package io.cardflow.store;

import io.cardflow.domain.CardState;
import java.util.Arrays;
import java.util.stream.Collectors;

/**
 * Where the cards of a list are read from, in the order of an index: always from a place on, and
 * always a limited number of rows. The parameters are: $1 the number of rows, $2 the id and $8 the
 * time of the last card before the page, $3 to $7 the filter.
 *
 * <p>Where a table has a shorter index with the same order, a value is compared as the begin and
 * the end of a range. With an equation the planner would take that index if it thinks that most
 * rows have the value, and read the whole table for another one.
 */
enum CardSource {
  /** The cards of an order batch, by id. */
  BATCH(
      false,
      """
      SELECT NULL::timestamptz AS at, card_id FROM order_card
      WHERE (batch_id, card_id) > ($5, $2) AND batch_id <= $5
      ORDER BY batch_id, card_id LIMIT $1
      """),

  /**
   * The cards of the order batches of an order, and those for which an operator accepted the order,
   * by id. An order is made from one batch.
   */
  ORDER(
      false,
      """
      SELECT NULL::timestamptz AS at, o.card_id FROM (
        SELECT of_batch.card_id
        FROM (SELECT id FROM order_batch WHERE order_id = $4 ORDER BY id LIMIT 10) b
        CROSS JOIN LATERAL (
          SELECT card_id FROM order_card
          WHERE (batch_id, card_id) > (b.id, $2) AND batch_id <= b.id
          ORDER BY batch_id, card_id LIMIT $1) of_batch
        UNION
        (SELECT card_id FROM card_alias
          WHERE alias = $4 AND kind = 'ORDER' AND card_id > $2
          ORDER BY card_id LIMIT $1)) o
      ORDER BY o.card_id LIMIT $1
      """),

  /** The cards of a layout, the oldest request first. */
  LAYOUT(
      true,
      """
      SELECT requested_at AS at, card_id FROM card_request
      WHERE layout_id = $6 AND (requested_at, card_id) > ($8, $2)
      ORDER BY requested_at, card_id LIMIT $1
      """),

  /** The cards in a state that is neither ASSIGNED nor final, the longest stay first. */
  WAITING(
      true,
      """
      SELECT w.since AS at, w.card_id FROM (
        (SELECT since, card_id FROM card_wait
          WHERE state = $3 AND announced AND (since, card_id) > ($8, $2)
            AND ($7::boolean IS NULL OR $7)
          ORDER BY since, card_id LIMIT $1)
        UNION ALL
        (SELECT since, card_id FROM card_wait
          WHERE state = $3 AND NOT announced AND (since, card_id) > ($8, $2)
            AND ($7::boolean IS NULL OR NOT $7)
          ORDER BY since, card_id LIMIT $1)) w
      ORDER BY w.since, w.card_id LIMIT $1
      """),

  /** The assigned cards, by id. */
  ASSIGNED(
      false,
      """
      SELECT NULL::timestamptz AS at, card_id FROM card_expiry
      WHERE card_id > $2 ORDER BY card_id LIMIT $1
      """),

  /** The cards in a final state, the first that entered it first. */
  ENDED(
      true,
      """
      SELECT ended_at AS at, card_id FROM card_end
      WHERE (state, ended_at, card_id) > ($3, $8, $2) AND state <= $3
      ORDER BY state, ended_at, card_id LIMIT $1
      """),

  /** The overdue cards of all states, the longest stay first. */
  OVERDUE(
      true,
      """
      SELECT w.since AS at, w.card_id FROM unnest(ARRAY[%s]) AS s(state)
      CROSS JOIN LATERAL (
        SELECT since, card_id FROM card_wait
        WHERE state = s.state AND announced AND (since, card_id) > ($8, $2)
        ORDER BY since, card_id LIMIT $1) w
      ORDER BY w.since, w.card_id LIMIT $1
      """
          .formatted(
              Arrays.stream(CardState.values())
                  .filter(CardState::isWaiting)
                  .map(state -> "'" + state + "'")
                  .collect(Collectors.joining(", ")))),

  /** All cards, by id. */
  ALL(
      false,
      "SELECT NULL::timestamptz AS at, id AS card_id FROM card WHERE id > $2 ORDER BY id LIMIT $1");

  /** Whether the order is that of a time, and of the id at equal times. */
  final boolean timed;

  /**
   * A row for each row of the source; without a card if that does not match the filter. OFFSET
   * keeps the planner from looking for the cards that match the filter first, which it takes for
   * few.
   */
  final String sql;

  CardSource(boolean timed, String source) {
    this.timed = timed;
    this.sql =
        """
        WITH source AS MATERIALIZED (%s)
        SELECT s.at, s.card_id, f.*
        FROM source s
        LEFT JOIN LATERAL (
          SELECT %s FROM card c %s
          WHERE c.id = s.card_id
            AND ($3::text IS NULL OR c.state = $3)
            AND ($4::text IS NULL OR %s = $4)
            AND ($5::text IS NULL OR %s = $5)
            AND ($6::text IS NULL OR %s = $6)
            AND ($7::boolean IS NULL OR c.overdue = $7)
          OFFSET 0) f ON true
        ORDER BY s.at, s.card_id
        """
            .formatted(
                source,
                CardSummary.COLUMNS,
                CardSummary.JOINS,
                CardSummary.ORDER_ID,
                CardSummary.BATCH_ID,
                CardSummary.LAYOUT_ID);
  }

  /** The source of the list with a filter. */
  static CardSource of(CardFilter filter) {
    if (filter.batchId() != null) {
      return BATCH;
    }
    if (filter.orderId() != null) {
      return ORDER;
    }
    if (filter.layoutId() != null) {
      return LAYOUT;
    }
    if (filter.state() != null) {
      return of(filter.state());
    }
    return Boolean.TRUE.equals(filter.overdue()) ? OVERDUE : ALL;
  }

  private static CardSource of(CardState state) {
    if (TimerTables.waits(state)) {
      return WAITING;
    }
    return state.isFinal() ? ENDED : ASSIGNED;
  }

  /** Whether all rows of the source match the filter. */
  boolean isExact(CardFilter filter) {
    return switch (this) {
      case BATCH ->
          filter.orderId() == null
              && filter.layoutId() == null
              && filter.state() == null
              && filter.overdue() == null;
      case ORDER -> filter.layoutId() == null && filter.state() == null && filter.overdue() == null;
      case LAYOUT -> filter.state() == null && filter.overdue() == null;
      case WAITING, OVERDUE -> true;
      case ASSIGNED, ENDED, ALL -> filter.overdue() == null;
    };
  }
}
