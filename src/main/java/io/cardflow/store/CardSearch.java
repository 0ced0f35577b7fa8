package io.cardflow.store;

import io.smallrye.mutiny.Uni;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.List;
import java.util.function.Function;

/** Finds cards by what must not stand in a path: holders, and the bureau's names of cards. */
@ApplicationScoped
public class CardSearch {

  /** For the range instead of an equation see {@link CardSource}. */
  static final String OF_HOLDER =
      """
      WITH source AS MATERIALIZED (
        SELECT card_id, number, valid_from AS begun_at, valid_until AS ends_at, ended_at
        FROM card_assignment
        WHERE (holder_id, card_id, number) > ($2, $3, $4) AND holder_id <= $2
        ORDER BY holder_id, card_id, number LIMIT $1
      )
      SELECT s.*, f.* FROM source s
      CROSS JOIN LATERAL (SELECT %s FROM card c %s WHERE c.id = s.card_id OFFSET 0) f
      ORDER BY s.card_id, s.number
      """
          .formatted(CardSummary.COLUMNS, CardSummary.JOINS);

  static final String OF_ALIAS =
      """
      WITH source AS MATERIALIZED (
        SELECT card_id FROM card_alias
        WHERE alias = $2 AND kind = $4 AND card_id > $3
        ORDER BY card_id LIMIT $1
      )
      SELECT f.* FROM source s
      CROSS JOIN LATERAL (SELECT %s FROM card c %s WHERE c.id = s.card_id OFFSET 0) f
      ORDER BY f.id
      """
          .formatted(CardSummary.COLUMNS, CardSummary.JOINS);

  /**
   * A card that its holder has or had.
   *
   * @param number 1 for the card's first assignment
   * @param validUntil as agreed last
   * @param endedAt when the card was withdrawn or locked; null until then
   */
  public record Held(
      CardSummary card, int number, Instant validFrom, Instant validUntil, Instant endedAt) {}

  private final Pool pool;

  /** Uses this pool. */
  public CardSearch(Pool pool) {
    this.pool = pool;
  }

  /**
   * Reads a portion of the assignments of a holder, by card and number.
   *
   * @param after the sort keys, card and number, after which it begins; null for the start
   * @param most the maximum number, 1 or more
   * @throws InvalidKeys if the list has no such keys
   */
  public Uni<Portion<Held>> ofHolder(String holderId, List<String> after, int most) {
    SortKeys keys = new SortKeys(after, 2);
    return read(
        OF_HOLDER,
        Tuple.of((long) most + 1, holderId, keys.text(0), keys.number(1)),
        most,
        CardSearch::held,
        last -> List.of(last.card().cardId(), Integer.toString(last.number())));
  }

  /**
   * Reads a portion of the cards with a name of the bureau, by id.
   *
   * @param after the sort key after which it begins; null for the start
   * @param most the maximum number, 1 or more
   * @throws InvalidKeys if the list has no such key
   */
  public Uni<Portion<CardSummary>> ofAlias(
      AliasKind kind, String alias, List<String> after, int most) {
    SortKeys keys = new SortKeys(after, 1);
    return read(
        OF_ALIAS,
        Tuple.of((long) most + 1, alias, keys.text(0), kind.name()),
        most,
        CardSummary::of,
        last -> List.of(last.cardId()));
  }

  private <T> Uni<Portion<T>> read(
      String sql,
      Tuple parameters,
      int most,
      Function<Row, T> item,
      Function<T, List<String>> keys) {
    return Transactions.list(pool, sql, parameters, item)
        .map(items -> Portion.of(items, most, keys));
  }

  private static Held held(Row row) {
    return new Held(
        CardSummary.of(row),
        row.getInteger("number"),
        CardSummary.time(row, "begun_at"),
        CardSummary.time(row, "ends_at"),
        CardSummary.time(row, "ended_at"));
  }
}
