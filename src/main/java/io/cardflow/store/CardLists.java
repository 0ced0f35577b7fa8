package io.cardflow.store;

import io.smallrye.mutiny.Uni;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads lists of cards, in portions. A portion goes on after the sort keys of the last row of the
 * one before: while no card changes, none is left out and none occurs twice.
 */
@ApplicationScoped
public class CardLists {

  /** How many rows a portion reads if not all of them need to match the filter. */
  static final int MOST_READ = 1_000;

  private final Pool pool;

  /** Uses this pool. */
  public CardLists(Pool pool) {
    this.pool = pool;
  }

  /** How many sort keys the list with a filter has. */
  public static int keys(CardFilter filter) {
    return CardSource.of(filter).timed ? 2 : 1;
  }

  /**
   * Reads a portion, which may have fewer cards than the list still has.
   *
   * @param after the sort keys after which it begins; null for the start of the list
   * @param most the maximum number of cards, 1 to 500
   * @throws InvalidKeys if the list has no such keys
   */
  public Uni<Portion<CardSummary>> page(CardFilter filter, List<String> after, int most) {
    CardSource source = CardSource.of(filter);
    // One more row shows whether the list goes on.
    int read = source.isExact(filter) ? most + 1 : MOST_READ;
    return Transactions.list(pool, source.sql, tuple(source, filter, after, read), row -> row)
        .map(rows -> portion(source, rows, most, read));
  }

  static Tuple tuple(CardSource source, CardFilter filter, List<String> after, int read) {
    SortKeys keys = new SortKeys(after, source.timed ? 2 : 1);
    Tuple tuple =
        Tuple.of(
            (long) read,
            keys.text(source.timed ? 1 : 0),
            filter.state() == null ? null : filter.state().name(),
            filter.orderId(),
            filter.batchId(),
            filter.layoutId());
    tuple.addBoolean(filter.overdue());
    return source.timed ? tuple.addOffsetDateTime(keys.time(0)) : tuple;
  }

  private static Portion<CardSummary> portion(
      CardSource source, List<Row> rows, int most, int read) {
    List<CardSummary> cards = new ArrayList<>(Math.min(most, rows.size()));
    for (int i = 0; i < rows.size(); i++) {
      if (cards.size() == most) {
        return new Portion<>(cards, keys(source, rows.get(i - 1)));
      }
      CardSummary card = CardSummary.of(rows.get(i));
      if (card != null) {
        cards.add(card);
      }
    }
    return new Portion<>(
        cards, rows.size() < read ? null : keys(source, rows.get(rows.size() - 1)));
  }

  private static List<String> keys(CardSource source, Row row) {
    String id = row.getString("card_id");
    return source.timed ? List.of(CardSummary.time(row, "at").toString(), id) : List.of(id);
  }
}
