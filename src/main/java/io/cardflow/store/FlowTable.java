package io.cardflow.store;

import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Map;

/** The table {@code card_flow}: how many cards took each transition, in intervals of time. */
final class FlowTable {

  /** The length of an interval in seconds. */
  static final long INTERVAL = 600;

  static final String COUNT =
      """
      INSERT INTO card_flow (partition, begun_at, from_state, to_state, cards)
      SELECT $1::int, $2::timestamptz, from_state, to_state, cards
      FROM unnest($3::text[], $4::text[], $5::bigint[]) AS n(from_state, to_state, cards)
      ON CONFLICT (begun_at, partition, from_state, to_state)
      DO UPDATE SET cards = card_flow.cards + excluded.cards
      """;

  private FlowTable() {}

  /**
   * @param partition a partition that only the caller works on
   * @param at when the transitions were decided
   */
  static Tuple counts(int partition, Instant at, Map<Transition, Long> transitions) {
    return new Columns<>(transitions.entrySet(), partition, begin(at).atOffset(ZoneOffset.UTC))
        .text(each -> each.getKey().from() == null ? "" : each.getKey().from().name())
        .text(each -> each.getKey().to().name())
        .bigint(Map.Entry::getValue)
        .tuple();
  }

  /** The begin of the interval in which a time lies. */
  static Instant begin(Instant time) {
    return Instant.ofEpochSecond(
        time.getEpochSecond() - Math.floorMod(time.getEpochSecond(), INTERVAL));
  }
}
