package io.cardflow.store;

import static io.cardflow.json.JsonText.optional;

import io.cardflow.domain.Card;
import io.cardflow.domain.CardState;
import io.cardflow.domain.Command.RequestCard;
import io.cardflow.domain.DeliveryAddress;
import io.cardflow.json.JsonText;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.Map;

/** The tables of requested cards and of the order queue. */
final class OrderTables {

  static final String REQUEST =
      """
      INSERT INTO card_request (requested_at, card_id, layout_id, delivery, card_elements,
        cost_centre)
      SELECT $1::timestamptz, unnest($2::text[]), unnest($3::text[]), unnest($4::text[])::json,
        unnest($5::text[])::json, unnest($6::text[])
      """;

  /**
   * Runs after the request is written, whose layout, address and cost centre determine its batch.
   */
  static final String ENQUEUE =
      """
      INSERT INTO order_queue (card_id, immediate, since, destination)
      SELECT n.card_id, n.immediate, n.since,
        sha256(convert_to(
          concat_ws(chr(31), r.layout_id, r.delivery::text, r.cost_centre), 'UTF8'))
      FROM unnest($1::text[], $2::boolean[], $3::timestamptz[]) AS n(card_id, immediate, since)
      JOIN card_request r ON r.card_id = n.card_id
      """;

  static final String DEQUEUE = "DELETE FROM order_queue WHERE card_id = ANY($1::text[])";

  /** Locks waiting cards against collectors, and waits for a collector that has locked them. */
  static final String KEEP_PLACES =
      """
      SELECT 1 FROM order_queue
      WHERE card_id = ANY($1::text[]) ORDER BY card_id FOR NO KEY UPDATE
      """;

  /** A separate statement, since it must see the commits that the previous one waited for. */
  static final String HELD =
      "SELECT card_id, batch_id FROM order_card WHERE card_id = ANY($1::text[])";

  private OrderTables() {}

  /**
   * @param at when they were decided
   */
  static Tuple requests(Instant at, Map<String, RequestCard> requests) {
    return new Columns<>(requests.entrySet(), at.atOffset(ZoneOffset.UTC))
        .text(Map.Entry::getKey)
        .text(each -> each.getValue().layoutId())
        .text(each -> delivery(each.getValue().delivery()))
        .text(each -> elements(each.getValue().cardElements()))
        .text(each -> each.getValue().costCentre())
        .tuple();
  }

  static Tuple places(Collection<Card> waiting) {
    return new Columns<>(waiting)
        .text(Card::id)
        .bool(card -> card.state() == CardState.REQUESTED)
        .time(Card::since)
        .tuple();
  }

  private static String elements(Map<String, String> elements) {
    return JsonText.text(
        json -> {
          json.writeStartObject();
          for (Map.Entry<String, String> each : elements.entrySet()) {
            json.writeStringField(each.getKey(), each.getValue());
          }
          json.writeEndObject();
        });
  }

  /** Writes the fields in a fixed order, so that equal addresses are equal texts. */
  private static String delivery(DeliveryAddress to) {
    return JsonText.text(
        json -> {
          json.writeStartObject();
          optional(json, "recipient", to.recipient());
          optional(json, "companyName", to.companyName());
          optional(json, "addressOne", to.addressOne());
          optional(json, "addressTwo", to.addressTwo());
          optional(json, "postalCode", to.postalCode());
          optional(json, "city", to.city());
          optional(json, "countryCode", to.countryCode());
          optional(json, "phone", to.phone());
          json.writeEndObject();
        });
  }
}
