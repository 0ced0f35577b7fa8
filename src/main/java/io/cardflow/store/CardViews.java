package io.cardflow.store;

import io.cardflow.domain.Ledger;
import io.smallrye.mutiny.Uni;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;

/** Reads single cards for the API. */
@ApplicationScoped
public class CardViews {

  static final String CARD =
      """
      SELECT %s, r.layout_id, r.delivery::text AS delivery,
        r.card_elements::text AS card_elements, r.cost_centre, r.requested_at,
        o.batch_id AS ordered_in
      FROM card
      LEFT JOIN card_request r ON r.card_id = card.id
      LEFT JOIN order_card o ON o.card_id = card.id
      WHERE card.id = $1
      """
          .formatted(CardTable.COLUMNS);

  /** The latest first. */
  static final String ASSIGNMENTS =
      """
      SELECT number, holder_id, valid_from, valid_until, ended_at, ended_by FROM card_assignment
      WHERE card_id = $1 ORDER BY card_id, number DESC LIMIT $2
      """;

  /** The latest first. */
  static final String STEPS =
      """
      SELECT at, step, code, detail FROM order_step
      WHERE batch_id = $1 ORDER BY batch_id, number DESC LIMIT $2
      """;

  private final Pool pool;

  /** Uses this pool. */
  public CardViews(Pool pool) {
    this.pool = pool;
  }

  /**
   * An assignment of a card.
   *
   * @param endedAt null while it lasts, as {@code endedBy} is
   * @param endedBy the trigger of the change that ended it
   */
  public record AssignmentView(
      int number,
      String holderId,
      Instant validFrom,
      Instant validUntil,
      Instant endedAt,
      String endedBy) {}

  /**
   * What was asked of the bureau about an order batch, or what came of it.
   *
   * @param code why it failed; null if it did not
   * @param detail one line; null if there is none
   */
  public record OrderStep(Instant at, String step, String code, String detail) {}

  /** The card of this id. */
  public Uni<Optional<CardDetails>> find(String id) {
    return Transactions.list(pool, CARD, Tuple.of(id), CardViews::details)
        .map(cards -> cards.stream().findFirst());
  }

  /**
   * The assignments of a card, the latest first.
   *
   * @param most the maximum number, 1 or more
   */
  public Uni<List<AssignmentView>> assignments(String id, int most) {
    return Transactions.list(
        pool,
        ASSIGNMENTS,
        Tuple.of(id, (long) most),
        row ->
            new AssignmentView(
                row.getInteger("number"),
                row.getString("holder_id"),
                time(row, "valid_from"),
                time(row, "valid_until"),
                time(row, "ended_at"),
                row.getString("ended_by")));
  }

  /**
   * The steps of an order batch, the latest first.
   *
   * @param most the maximum number, 1 or more
   */
  public Uni<List<OrderStep>> steps(String batchId, int most) {
    return Transactions.list(
        pool,
        STEPS,
        Tuple.of(batchId, (long) most),
        row ->
            new OrderStep(
                time(row, "at"),
                row.getString("step"),
                row.getString("code"),
                row.getString("detail")));
  }

  private static CardDetails details(Row row) {
    Ledger ledger = CardTable.ledger(row);
    String layout = row.getString("layout_id");
    return new CardDetails(
        CardTable.card(row),
        ledger.last(),
        layout == null
            ? null
            : new CardDetails.Request(
                layout,
                row.getString("delivery"),
                row.getString("card_elements"),
                row.getString("cost_centre"),
                time(row, "requested_at")),
        row.getString("ordered_in"));
  }

  private static Instant time(Row row, String column) {
    OffsetDateTime time = row.getOffsetDateTime(column);
    return time == null ? null : time.toInstant();
  }
}
