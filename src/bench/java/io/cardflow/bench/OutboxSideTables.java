package io.cardflow.bench;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.cardflow.domain.Assignment;
import io.cardflow.domain.Card;
import io.cardflow.domain.CardState;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** The tables of {@link OutboxRunner} for orders, timers and counts, as Cardflow keeps them. */
final class OutboxSideTables {

  private static final String REQUEST =
      """
      INSERT INTO peer_request (card_id, layout_id, delivery, card_elements, cost_centre)
      SELECT unnest(?), unnest(?), unnest(?)::json, unnest(?)::json, unnest(?)
      """;

  private static final String ENQUEUE =
      """
      INSERT INTO peer_order_queue (card_id, immediate, since, destination)
      SELECT r.card_id, n.immediate, to_timestamp(n.since / 1000.0::float8),
        sha256(convert_to(r.layout_id || chr(31) || r.delivery::text, 'UTF8'))
      FROM (SELECT unnest(?) AS card_id, unnest(?) AS immediate, unnest(?) AS since) n
      JOIN peer_request r ON r.card_id = n.card_id
      """;

  private static final String DEQUEUE = "DELETE FROM peer_order_queue WHERE card_id = ANY(?)";

  private static final String EXPIRE =
      """
      INSERT INTO peer_expiry (card_id, assignment, valid_until, version)
      SELECT n.card_id, n.assignment, to_timestamp(n.valid_until / 1000.0::float8), n.version
      FROM (SELECT unnest(?) AS card_id, unnest(?) AS assignment, unnest(?) AS valid_until,
        unnest(?) AS version) n
      ON CONFLICT (card_id) DO UPDATE SET assignment = excluded.assignment,
        valid_until = excluded.valid_until, version = excluded.version
      """;

  private static final String EXPIRE_NO_MORE = "DELETE FROM peer_expiry WHERE card_id = ANY(?)";

  private static final String WAITS =
      "(SELECT unnest(?) AS state, unnest(?) AS since, unnest(?) AS card_id) n";

  private static final String WAIT =
      "INSERT INTO peer_wait (state, since, card_id)"
          + " SELECT n.state, to_timestamp(n.since / 1000.0::float8), n.card_id FROM "
          + WAITS;

  private static final String WAIT_NO_MORE =
      "DELETE FROM peer_wait w USING "
          + WAITS
          + " WHERE w.state = n.state AND w.since = to_timestamp(n.since / 1000.0::float8)"
          + " AND w.card_id = n.card_id";

  private static final String COUNT =
      """
      INSERT INTO peer_count (partition, state, cards)
      SELECT ?, n.state, n.cards FROM (SELECT unnest(?) AS state, unnest(?) AS cards) n
      ON CONFLICT (partition, state) DO UPDATE SET cards = peer_count.cards + excluded.cards
      """;

  private static final ObjectMapper JSON =
      new ObjectMapper().setDefaultPropertyInclusion(JsonInclude.Include.NON_NULL);

  private final Connection connection;
  private final OutboxBatch batch;
  private final List<Card> queued = new ArrayList<>();
  private final List<Card> ordered = new ArrayList<>();
  private final List<Card> assigned = new ArrayList<>();
  private final List<Card> unassigned = new ArrayList<>();
  private final List<Card> waiting = new ArrayList<>();
  private final List<Card> served = new ArrayList<>();
  private final Map<CardState, Long> counts = new EnumMap<>(CardState.class);

  OutboxSideTables(Connection connection, OutboxBatch batch) {
    this.connection = connection;
    this.batch = batch;
    batch.created().forEach(card -> changed(null, card));
    batch.updated().forEach(card -> changed(batch.before(card), card));
    counts.values().removeIf(cards -> cards == 0);
  }

  /**
   * @param partition a partition that only the caller works on, for the counts
   */
  void write(int partition) throws SQLException {
    try (var request = new ArrayStatement<>(connection, REQUEST, batch.created())) {
      request
          .text(Card::id)
          .text(card -> batch.request(card).layoutId())
          .text(card -> json(batch.request(card).delivery()))
          .text(card -> json(batch.request(card).cardElements()))
          .text(card -> batch.request(card).costCentre())
          .execute();
    }
    try (var enqueue = new ArrayStatement<>(connection, ENQUEUE, queued)) {
      enqueue
          .text(Card::id)
          .bool(card -> card.state() == CardState.REQUESTED)
          .bigint(card -> card.since().toEpochMilli())
          .execute();
    }
    delete(DEQUEUE, ordered);
    delete(EXPIRE_NO_MORE, unassigned);
    try (var expire = new ArrayStatement<>(connection, EXPIRE, assigned)) {
      expire
          .text(Card::id)
          .integer(card -> card.assignment().number())
          .bigint(card -> card.assignment().validUntil().toEpochMilli())
          .integer(Card::version)
          .execute();
    }
    waits(WAIT_NO_MORE, served);
    waits(WAIT, waiting);
    try (var count = new ArrayStatement<>(connection, COUNT, counts.entrySet())) {
      count
          .constant(partition)
          .text(each -> each.getKey().name())
          .bigint(Map.Entry::getValue)
          .execute();
    }
  }

  private void changed(Card old, Card card) {
    if (old == null && card.state().awaitsOrder()) {
      queued.add(card);
    } else if (old != null && old.state().awaitsOrder() && !card.state().awaitsOrder()) {
      ordered.add(card);
    }
    Assignment has = active(card);
    Assignment had = active(old);
    if (has == null && had != null) {
      unassigned.add(card);
    } else if (has != null && !has.equals(had)) {
      assigned.add(card);
    }
    boolean stays =
        old != null && old.state() == card.state() && Objects.equals(old.since(), card.since());
    if (!stays && old != null && old.state().isWaiting()) {
      served.add(old);
    }
    if (!stays && card.state().isWaiting()) {
      waiting.add(card);
    }
    counts.merge(card.state(), 1L, Long::sum);
    if (old != null) {
      counts.merge(old.state(), -1L, Long::sum);
    }
  }

  private void delete(String sql, Collection<Card> cards) throws SQLException {
    try (var statement = new ArrayStatement<>(connection, sql, cards)) {
      statement.text(Card::id).execute();
    }
  }

  private void waits(String sql, Collection<Card> cards) throws SQLException {
    try (var statement = new ArrayStatement<>(connection, sql, cards)) {
      statement
          .text(card -> card.state().name())
          .bigint(card -> card.since().toEpochMilli())
          .text(Card::id)
          .execute();
    }
  }

  private static Assignment active(Card card) {
    return card != null && card.state() == CardState.ASSIGNED ? card.assignment() : null;
  }

  private static String json(Object value) {
    try {
      return JSON.writeValueAsString(value);
    } catch (JsonProcessingException impossible) {
      throw new IllegalStateException(impossible);
    }
  }
}
