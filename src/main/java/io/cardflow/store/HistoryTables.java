package io.cardflow.store;

import io.cardflow.domain.Card;
import io.vertx.sqlclient.Tuple;
import java.util.Collection;
import java.util.List;

/** The tables of assignments, of cards in a final state, and of cards that are delivered. */
final class HistoryTables {

  static final String ASSIGN =
      """
      INSERT INTO card_assignment (card_id, number, holder_id, valid_from, valid_until, ended_at,
        ended_by)
      SELECT unnest($1::text[]), unnest($2::int[]), unnest($3::text[]), unnest($4::timestamptz[]),
        unnest($5::timestamptz[]), unnest($6::timestamptz[]), unnest($7::text[])
      ON CONFLICT (card_id, number) DO UPDATE SET valid_until = excluded.valid_until,
        ended_at = excluded.ended_at, ended_by = excluded.ended_by
      """;

  static final String END =
      """
      INSERT INTO card_end (ended_at, card_id, state)
      SELECT unnest($1::timestamptz[]), unnest($2::text[]), unnest($3::text[])
      """;

  static final String DELIVERED =
      """
      INSERT INTO delivery_end (ended_at, card_id)
      SELECT unnest($1::timestamptz[]), unnest($2::text[])
      """;

  private HistoryTables() {}

  /** Whether a card entered a final state. */
  static boolean ends(Card before, Card after) {
    return after.state().isFinal() && (before == null || !before.state().isFinal());
  }

  /** Whether a card was produced, failed or was aborted: its delivery data is no longer used. */
  static boolean delivers(Card before, Card after) {
    return isDelivered(after) && (before == null || !isDelivered(before));
  }

  private static boolean isDelivered(Card card) {
    return switch (card.state()) {
      case REQUESTED, PROCESSING, ORDERED, IN_PRODUCTION -> false;
      case PRODUCED, UNASSIGNED, ASSIGNED, EXPIRED, LOCKED, ABORTED, FAILED -> true;
    };
  }

  static Tuple assignments(List<AssignmentRow> rows) {
    return new Columns<>(rows)
        .text(AssignmentRow::cardId)
        .integer(row -> row.assignment().number())
        .text(row -> row.assignment().holderId())
        .time(row -> row.assignment().validFrom())
        .time(row -> row.assignment().validUntil())
        .time(AssignmentRow::endedAt)
        .text(AssignmentRow::endedBy)
        .tuple();
  }

  /** Only cards in a final state. */
  static Tuple ended(Collection<Card> cards) {
    return new Columns<>(cards)
        .time(Card::since)
        .text(Card::id)
        .text(card -> card.state().name())
        .tuple();
  }

  static Tuple delivered(Collection<Card> cards) {
    return new Columns<>(cards).time(Card::since).text(Card::id).tuple();
  }
}
