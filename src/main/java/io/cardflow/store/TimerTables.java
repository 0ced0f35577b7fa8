package io.cardflow.store;

import io.cardflow.domain.Assignment;
import io.cardflow.domain.Card;
import io.cardflow.domain.CardState;
import io.cardflow.domain.Reminders;
import io.vertx.sqlclient.Tuple;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** The tables of timers and counts that follow from changed cards. */
final class TimerTables {

  static final String EXPIRE_AT =
      """
      INSERT INTO card_expiry (card_id, assignment, valid_until, version, due_at)
      SELECT unnest($1::text[]), unnest($2::int[]), unnest($3::timestamptz[]), unnest($4::int[]),
        unnest($5::timestamptz[])
      ON CONFLICT (card_id) DO UPDATE SET assignment = excluded.assignment,
        valid_until = excluded.valid_until, version = excluded.version,
        due_at = excluded.due_at, attempts = 0
      """;

  static final String EXPIRE_NO_MORE = "DELETE FROM card_expiry WHERE card_id = ANY($1::text[])";

  static final String WAIT =
      """
      INSERT INTO card_wait (state, announced, since, card_id)
      SELECT unnest($1::text[]), unnest($2::boolean[]), unnest($3::timestamptz[]),
        unnest($4::text[])
      """;

  static final String WAIT_NO_MORE =
      """
      DELETE FROM card_wait w
      USING (SELECT
        unnest($1::text[]) AS state, unnest($2::boolean[]) AS announced,
        unnest($3::timestamptz[]) AS since, unnest($4::text[]) AS card_id) n
      WHERE w.state = n.state AND w.announced = n.announced AND w.since = n.since
        AND w.card_id = n.card_id
      """;

  static final String COUNT =
      """
      INSERT INTO card_count (partition, state, cards)
      SELECT $1, state, cards FROM unnest($2::text[], $3::bigint[]) AS n(state, cards)
      ON CONFLICT (partition, state) DO UPDATE SET cards = card_count.cards + excluded.cards
      """;

  private final List<Card> assigned = new ArrayList<>();
  private final List<Card> unassigned = new ArrayList<>();
  private final List<Card> waiting = new ArrayList<>();
  private final List<Card> served = new ArrayList<>();
  private final Map<CardState, Long> counts = new EnumMap<>(CardState.class);

  /**
   * @param before the cards before the change, by id
   */
  TimerTables(Map<String, Card> before, Collection<Card> after) {
    for (Card card : after) {
      Card old = before.get(card.id());
      Assignment has = active(card);
      Assignment had = active(old);
      if (has == null && had != null) {
        unassigned.add(old);
      } else if (has != null && !has.equals(had)) {
        assigned.add(card);
      }
      if (!sameWait(old, card)) {
        if (old != null && waits(old.state())) {
          served.add(old);
        }
        if (waits(card.state())) {
          waiting.add(card);
        }
      }
      counts.merge(card.state(), 1L, Long::sum);
      if (old != null) {
        counts.merge(old.state(), -1L, Long::sum);
      }
    }
    counts.values().removeIf(cards -> cards == 0);
  }

  /** Whether cards in this state have a row in {@code card_wait}. */
  static boolean waits(CardState state) {
    return state != CardState.ASSIGNED && !state.isFinal();
  }

  boolean assigns() {
    return !assigned.isEmpty();
  }

  boolean unassigns() {
    return !unassigned.isEmpty();
  }

  boolean makesWait() {
    return !waiting.isEmpty();
  }

  boolean serves() {
    return !served.isEmpty();
  }

  boolean counts() {
    return !counts.isEmpty();
  }

  Tuple assigned(Reminders reminders) {
    return new Columns<>(assigned)
        .text(Card::id)
        .integer(card -> card.assignment().number())
        .time(card -> card.assignment().validUntil())
        .integer(Card::version)
        .time(card -> reminders.first(card.assignment().validUntil()))
        .tuple();
  }

  Tuple unassigned() {
    return new Columns<>(unassigned).text(Card::id).tuple();
  }

  Tuple waiting() {
    return stays(waiting);
  }

  Tuple served() {
    return stays(served);
  }

  /**
   * @param partition a partition that only the caller works on
   */
  Tuple counts(int partition) {
    return new Columns<>(counts.entrySet(), partition)
        .text(each -> each.getKey().name())
        .bigint(Map.Entry::getValue)
        .tuple();
  }

  private static Tuple stays(List<Card> cards) {
    return new Columns<>(cards)
        .text(card -> card.state().name())
        .bool(Card::overdue)
        .time(Card::since)
        .text(Card::id)
        .tuple();
  }

  private static boolean sameWait(Card before, Card after) {
    return before != null
        && before.state() == after.state()
        && before.overdue() == after.overdue()
        && Objects.equals(before.since(), after.since());
  }

  private static Assignment active(Card card) {
    return card != null && card.state() == CardState.ASSIGNED ? card.assignment() : null;
  }
}
