package io.cardflow.store;

import io.cardflow.domain.Card;
import io.smallrye.mutiny.Uni;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;

/** Reads all cards with what events contain about them, in portions by id. */
@ApplicationScoped
public class CardExport {

  /** Of the readouts, events have only those that were added without a change of state. */
  static final String CARDS =
      """
      SELECT id, version, state, since, batch_id, order_id, producer_card_id, started_at, produced_at,
        NULL::text AS readouts, shipped_at, shipment_id, carrier,
        tracking_numbers::text AS tracking_numbers, activated_at, failure_code, failure_detail,
        chip_serial, assignments, holder_id, valid_from, valid_until, overdue, shrunk
      FROM card WHERE id > $2 ORDER BY id LIMIT $1
      """;

  private final Pool pool;

  /** Uses this pool. */
  public CardExport(Pool pool) {
    this.pool = pool;
  }

  /**
   * Reads a portion.
   *
   * @param after the sort key after which it begins; null for the first one
   * @param most the maximum number of cards, 1 or more
   * @return the cards without readouts
   */
  public Uni<Portion<Card>> page(List<String> after, int most) {
    return Transactions.list(
            pool, CARDS, Tuple.of((long) most + 1, new SortKeys(after, 1).text(0)), CardTable::card)
        .map(cards -> Portion.of(cards, most, last -> List.of(last.id())));
  }
}
