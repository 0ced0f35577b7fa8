package io.cardflow.store;

import io.cardflow.domain.CardState;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlConnection;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;

/** Reads how many cards there are and how long they wait, without reading the cards. */
@ApplicationScoped
public class CardFigures {

  private static final String CARDS =
      "SELECT state, sum(cards)::bigint AS cards FROM card_count" + " GROUP BY state";

  private static final String WAITS =
      """
      SELECT l.state,
        extract(epoch FROM now() - least(
          (SELECT since FROM card_wait w WHERE w.state = l.state AND w.announced
            ORDER BY w.since LIMIT 1),
          (SELECT since FROM card_wait w WHERE w.state = l.state AND NOT w.announced
            ORDER BY w.since LIMIT 1)))::double precision AS oldest,
        (SELECT count(*) FROM card_wait w
          WHERE w.state = l.state AND w.announced
            AND w.since <= now() - l.most * interval '1 millisecond')
        + (SELECT count(*) FROM card_wait w
          WHERE w.state = l.state AND NOT w.announced
            AND w.since <= now() - l.most * interval '1 millisecond') AS overdue
      FROM unnest($1::text[], $2::bigint[]) AS l(state, most)
      """;

  /**
   * The stays in one state.
   *
   * @param oldestSeconds the duration of the oldest one in seconds; 0 if there is none
   * @param overdue how many exceed the limit
   */
  public record Stays(double oldestSeconds, long overdue) {}

  /**
   * All figures at one point in time.
   *
   * @param cards the number of cards by state; states without cards may be absent
   * @param stays the stays by requested state
   */
  public record Figures(Map<CardState, Long> cards, Map<CardState, Stays> stays) {}

  private final Pool pool;

  /** Uses this pool. */
  public CardFigures(Pool pool) {
    this.pool = pool;
  }

  /**
   * Reads the figures.
   *
   * @param limits the longest permitted stay by state
   */
  public Uni<Figures> read(Map<CardState, Duration> limits) {
    return Unis.of(
        () ->
            Transactions.run(
                pool,
                connection ->
                    cards(connection)
                        .compose(
                            cards ->
                                stays(connection, limits)
                                    .map(stays -> new Figures(cards, stays)))));
  }

  private static Future<Map<CardState, Long>> cards(SqlConnection connection) {
    return connection
        .preparedQuery(CARDS)
        .execute()
        .map(
            rows -> {
              Map<CardState, Long> cards = new EnumMap<>(CardState.class);
              for (Row row : rows) {
                cards.put(CardState.valueOf(row.getString("state")), row.getLong("cards"));
              }
              return cards;
            });
  }

  private static Future<Map<CardState, Stays>> stays(
      SqlConnection connection, Map<CardState, Duration> limits) {
    return connection
        .preparedQuery(WAITS)
        .execute(
            new Columns<>(limits.entrySet())
                .text(each -> each.getKey().name())
                .bigint(each -> each.getValue().toMillis())
                .tuple())
        .map(
            rows -> {
              Map<CardState, Stays> stays = new EnumMap<>(CardState.class);
              for (Row row : rows) {
                Double oldest = row.getDouble("oldest");
                stays.put(
                    CardState.valueOf(row.getString("state")),
                    new Stays(oldest == null ? 0 : oldest, row.getLong("overdue")));
              }
              return stays;
            });
  }
}
