package io.cardflow.store;

import io.cardflow.domain.Assignment;
import io.cardflow.domain.Card;
import io.cardflow.domain.CardState;
import io.cardflow.domain.Failure;
import io.cardflow.domain.OrderReference;
import io.cardflow.domain.ProducerStatus.Readout;
import io.cardflow.domain.Production;
import io.cardflow.json.JsonText;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** The table {@code card}: its statements, and the mapping of cards to rows. */
final class CardTable {

  private static final String ROW =
      """
      FROM (SELECT
        unnest($1::text[]) AS id, unnest($2::int[]) AS version, unnest($3::text[]) AS state,
        unnest($4::timestamptz[]) AS since, unnest($5::text[]) AS batch_id,
        unnest($6::text[]) AS order_id, unnest($7::text[]) AS producer_card_id,
        unnest($8::timestamptz[]) AS started_at, unnest($9::timestamptz[]) AS produced_at,
        unnest($10::text[]) AS readouts, unnest($11::timestamptz[]) AS shipped_at,
        unnest($12::text[]) AS shipment_id, unnest($13::text[]) AS carrier,
        unnest($14::text[]) AS tracking_numbers, unnest($15::text[]) AS failure_code,
        unnest($16::text[]) AS failure_detail, unnest($17::text[]) AS chip_serial,
        unnest($18::int[]) AS assignments, unnest($19::text[]) AS holder_id,
        unnest($20::timestamptz[]) AS valid_from, unnest($21::timestamptz[]) AS valid_until,
        unnest($22::text[]) AS exclusive_holder, unnest($23::boolean[]) AS overdue,
        unnest($24::int[]) AS loaded_version) n
      """;

  /**
   * Ordered by id, so that concurrent batches wait instead of deadlocking. Facts that exceed $2
   * bytes in total are left out, and the rows are marked.
   */
  static final String LOAD =
      """
      WITH locked AS MATERIALIZED (
        SELECT id, version, state, since, batch_id, order_id, producer_card_id, started_at,
          produced_at, readouts::text AS readouts, shipped_at, shipment_id, carrier,
          tracking_numbers::text AS tracking_numbers, failure_code, failure_detail, chip_serial,
          assignments, holder_id, valid_from, valid_until, overdue
        FROM card WHERE id = ANY($1::text[]) ORDER BY id FOR NO KEY UPDATE
      ), facts AS (
        SELECT coalesce(sum(octet_length(readouts)), 0)
          + coalesce(sum(octet_length(tracking_numbers)), 0) > $2 AS too_large FROM locked
      )
      SELECT id, version, state, since, batch_id, order_id, producer_card_id, started_at,
        produced_at, CASE WHEN too_large THEN NULL ELSE readouts END AS readouts, shipped_at,
        shipment_id, carrier,
        CASE WHEN too_large THEN NULL ELSE tracking_numbers END AS tracking_numbers, failure_code,
        failure_detail, chip_serial, assignments, holder_id, valid_from, valid_until, overdue,
        too_large
      FROM locked CROSS JOIN facts
      """;

  static final String INSERT =
      """
      INSERT INTO card (id, version, state, since, batch_id, order_id, producer_card_id,
        started_at, produced_at, readouts, shipped_at, shipment_id, carrier, tracking_numbers,
        failure_code, failure_detail, chip_serial, assignments, holder_id, valid_from,
        valid_until, exclusive_holder, overdue)
      SELECT n.id, n.version, n.state, n.since, n.batch_id, n.order_id, n.producer_card_id,
        n.started_at, n.produced_at, n.readouts::json, n.shipped_at, n.shipment_id, n.carrier,
        n.tracking_numbers::json, n.failure_code, n.failure_detail, n.chip_serial, n.assignments,
        n.holder_id, n.valid_from, n.valid_until, n.exclusive_holder, n.overdue
      """
          + ROW;

  /** An ongoing assignment keeps its exclusiveness, regardless of the current setting. */
  static final String UPDATE =
      """
      UPDATE card SET version = n.version, state = n.state, since = n.since,
        batch_id = n.batch_id, order_id = n.order_id, producer_card_id = n.producer_card_id,
        started_at = n.started_at, produced_at = n.produced_at, readouts = n.readouts::json,
        shipped_at = n.shipped_at, shipment_id = n.shipment_id, carrier = n.carrier,
        tracking_numbers = n.tracking_numbers::json, failure_code = n.failure_code,
        failure_detail = n.failure_detail, chip_serial = n.chip_serial,
        assignments = n.assignments, holder_id = n.holder_id, valid_from = n.valid_from,
        valid_until = n.valid_until, overdue = n.overdue,
        exclusive_holder = CASE
          WHEN n.state <> 'ASSIGNED' THEN NULL
          WHEN card.state = 'ASSIGNED' AND card.assignments = n.assignments
            THEN card.exclusive_holder
          ELSE n.exclusive_holder END
      """
          + ROW
          + " WHERE card.id = n.id AND card.version = n.loaded_version";

  /** The holders that have an exclusive card. */
  static final String HOLDERS =
      """
      SELECT exclusive_holder, id FROM card
      WHERE exclusive_holder = ANY($1::text[]) AND exclusive_holder IS NOT NULL
      """;

  /** Frees holders first, for a batch that moves a holder from one card to another. */
  static final String RELEASE =
      "UPDATE card SET exclusive_holder = NULL WHERE id = ANY($1::text[])";

  private CardTable() {}

  static Card card(Row row) {
    String holder = row.getString("holder_id");
    int assignments = row.getInteger("assignments");
    String failure = row.getString("failure_code");
    return Card.builder(row.getString("id"))
        .version(row.getInteger("version"))
        .state(CardState.valueOf(row.getString("state")))
        .since(time(row, "since"))
        .overdue(row.getBoolean("overdue"))
        .order(order(row))
        .production(production(row))
        .failure(failure == null ? null : new Failure(failure, row.getString("failure_detail")))
        .chipSerial(row.getString("chip_serial"))
        .assignments(assignments)
        .assignment(
            holder == null
                ? null
                : new Assignment(
                    assignments, holder, time(row, "valid_from"), time(row, "valid_until")))
        .build();
  }

  /**
   * @param before the cards as they were loaded, by id
   * @param exclusive whether an assigned card counts as its holder's only permitted one
   */
  static Tuple tuple(Collection<Card> cards, Map<String, Card> before, boolean exclusive) {
    return new Columns<>(cards)
        .text(Card::id)
        .integer(Card::version)
        .text(card -> card.state().name())
        .time(Card::since)
        .text(card -> of(card.order(), OrderReference::batchId))
        .text(card -> of(card.order(), OrderReference::orderId))
        .text(card -> of(card.order(), OrderReference::producerCardId))
        .time(card -> card.production().startedAt())
        .time(card -> card.production().producedAt())
        .text(card -> readouts(card.production().readouts()))
        .time(card -> card.production().shippedAt())
        .text(card -> card.production().shipmentId())
        .text(card -> card.production().carrier())
        .text(card -> numbers(card.production().trackingNumbers()))
        .text(card -> of(card.failure(), Failure::code))
        .text(card -> of(card.failure(), Failure::detail))
        .text(Card::chipSerial)
        .integer(Card::assignments)
        .text(card -> of(card.assignment(), Assignment::holderId))
        .time(card -> of(card.assignment(), Assignment::validFrom))
        .time(card -> of(card.assignment(), Assignment::validUntil))
        .text(card -> exclusive ? card.activeHolder() : null)
        .bool(Card::overdue)
        .integer(card -> of(before.get(card.id()), Card::version))
        .tuple();
  }

  private static OrderReference order(Row row) {
    OrderReference order =
        new OrderReference(
            row.getString("batch_id"),
            row.getString("order_id"),
            row.getString("producer_card_id"));
    return order.batchId() == null && order.orderId() == null ? null : order;
  }

  private static Production production(Row row) {
    return new Production(
        time(row, "started_at"),
        time(row, "produced_at"),
        readouts(row.getString("readouts")),
        time(row, "shipped_at"),
        row.getString("shipment_id"),
        row.getString("carrier"),
        numbers(row.getString("tracking_numbers")));
  }

  /** Put together by hand: each update of a card with readouts writes them again. */
  private static String readouts(List<Readout> readouts) {
    if (readouts.isEmpty()) {
      return null;
    }
    StringBuilder json = new StringBuilder(128);
    for (Readout readout : readouts) {
      JsonText.appendQuoted(
          json.append(json.isEmpty() ? "[{" : ",{").append("\"type\":"), readout.type());
      JsonText.appendQuoted(json.append(",\"value\":"), readout.value());
      json.append('}');
    }
    return json.append(']').toString();
  }

  static List<Readout> readouts(String json) {
    if (json == null) {
      return List.of();
    }
    return new JsonArray(json)
        .stream()
            .map(JsonObject.class::cast)
            .map(each -> new Readout(each.getString("type"), each.getString("value")))
            .toList();
  }

  private static String numbers(List<String> numbers) {
    if (numbers.isEmpty()) {
      return null;
    }
    StringBuilder json = new StringBuilder(64);
    for (String number : numbers) {
      JsonText.appendQuoted(json.append(json.isEmpty() ? '[' : ','), number);
    }
    return json.append(']').toString();
  }

  static List<String> numbers(String json) {
    return json == null ? List.of() : new JsonArray(json).stream().map(String.class::cast).toList();
  }

  private static Instant time(Row row, String column) {
    OffsetDateTime time = row.getOffsetDateTime(column);
    return time == null ? null : time.toInstant();
  }

  private static <T, V> V of(T whole, Function<T, V> part) {
    return whole == null ? null : part.apply(whole);
  }
}
