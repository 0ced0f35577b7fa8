package io.cardflow.store;

import io.cardflow.domain.CardState;
import io.cardflow.domain.OrderStatus;
import io.smallrye.mutiny.Uni;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Optional;

/** Reads lists of order batches and of their cards, in portions by id. */
@ApplicationScoped
public class OrderLists {

  static final String ORDERS =
      "SELECT %s FROM order_batch WHERE id > $2 ORDER BY id LIMIT $1"
          .formatted(OrderSummary.COLUMNS);

  /** For the range instead of an equation see {@link CardSource}. */
  static final String ORDERS_OF_STATUS =
      """
      SELECT %s FROM order_batch
      WHERE (status, id) > ($3, $2) AND status <= $3 ORDER BY status, id LIMIT $1
      """
          .formatted(OrderSummary.COLUMNS);

  static final String ORDER =
      "SELECT %s FROM order_batch WHERE id = $1".formatted(OrderSummary.WHOLE);

  static final String CARDS =
      """
      WITH source AS MATERIALIZED (
        SELECT card_id, accepted, producer_card_id, refusal_code, refusal_detail FROM order_card
        WHERE (batch_id, card_id) > ($3, $2) AND batch_id <= $3
        ORDER BY batch_id, card_id LIMIT $1
      )
      SELECT s.*, c.state FROM source s LEFT JOIN card c ON c.id = s.card_id ORDER BY s.card_id
      """;

  /**
   * A card of an order batch.
   *
   * @param accepted null until GO Cards has answered
   * @param producerCardId null until accepted, and after retention has shrunk the card
   * @param refusalCode null unless refused
   * @param refusalDetail null unless refused with a detail
   * @param state the card's current state
   */
  public record Line(
      String cardId,
      Boolean accepted,
      String producerCardId,
      String refusalCode,
      String refusalDetail,
      CardState state) {}

  private final Pool pool;

  /** Uses this pool. */
  public OrderLists(Pool pool) {
    this.pool = pool;
  }

  /**
   * Reads a portion of the batches.
   *
   * @param status null for all
   * @param after the sort key after which it begins; null for the start
   * @param most the maximum number, 1 or more
   * @throws InvalidKeys if the list has no such key
   */
  public Uni<Portion<OrderSummary>> page(OrderStatus status, List<String> after, int most) {
    Tuple parameters = Tuple.of((long) most + 1, new SortKeys(after, 1).text(0));
    return (status == null
            ? Transactions.list(pool, ORDERS, parameters, OrderSummary::of)
            : Transactions.list(
                pool, ORDERS_OF_STATUS, parameters.addString(status.name()), OrderSummary::of))
        .map(orders -> Portion.of(orders, most, last -> List.of(last.batchId())));
  }

  /** Reads a batch. */
  public Uni<Optional<OrderSummary>> find(String batchId) {
    return Transactions.list(pool, ORDER, Tuple.of(batchId), OrderSummary::of)
        .map(found -> found.stream().findFirst());
  }

  /**
   * Reads a portion of the cards of a batch; none if there is no such batch.
   *
   * @param after the sort key after which it begins; null for the start
   * @param most the maximum number, 1 or more
   * @throws InvalidKeys if the list has no such key
   */
  public Uni<Portion<Line>> cards(String batchId, List<String> after, int most) {
    return Transactions.list(
            pool,
            CARDS,
            Tuple.of((long) most + 1, new SortKeys(after, 1).text(0), batchId),
            OrderLists::line)
        .map(lines -> Portion.of(lines, most, last -> List.of(last.cardId())));
  }

  private static Line line(Row row) {
    String state = row.getString("state");
    return new Line(
        row.getString("card_id"),
        row.getBoolean("accepted"),
        row.getString("producer_card_id"),
        row.getString("refusal_code"),
        row.getString("refusal_detail"),
        state == null ? null : CardState.valueOf(state));
  }
}
