package io.cardflow.wire;

import static io.cardflow.json.JsonText.optional;
import static io.cardflow.wire.JsonTimes.optional;
import static io.cardflow.wire.JsonTimes.time;

import com.fasterxml.jackson.core.JsonGenerator;
import io.cardflow.domain.Assignment;
import io.cardflow.domain.Event;
import io.cardflow.domain.Event.CardExpiring;
import io.cardflow.domain.Event.CardOverdue;
import io.cardflow.domain.Event.FactsAdded;
import io.cardflow.domain.Event.Shipment;
import io.cardflow.domain.Event.StateChanged;
import io.cardflow.domain.Event.ValidityExtended;
import io.cardflow.domain.OrderReference;
import io.cardflow.domain.Production;
import java.io.IOException;
import java.time.Instant;
import java.util.List;

/** The data of published events, fields in a fixed order. */
final class EventData {

  private static final Shipment UNKNOWN = new Shipment(null, null, List.of());

  private EventData() {}

  static void stateChanged(JsonGenerator json, StateChanged event) throws IOException {
    json.writeStartObject();
    start(json, event);
    if (event.from() != null) {
      json.writeStringField("from", event.from().name());
    }
    json.writeStringField("to", event.to().name());
    time(json, "occurredAt", event.occurredAt());
    json.writeStringField("trigger", event.trigger().name());
    json.writeBooleanField("inferred", event.inferred());
    cause(json, event.cause());
    optional(json, "reason", event.reason());
    optional(json, "actor", event.actor());
    if (event.order() != null) {
      order(json, event.order());
    }
    shipment(json, event.shipment(), event.shippedAt(), null);
    if (event.failure() != null) {
      json.writeObjectFieldStart("failure");
      json.writeStringField("code", event.failure().code());
      optional(json, "detail", event.failure().detail());
      json.writeEndObject();
    }
    if (event.assignment() != null) {
      json.writeObjectFieldStart("assignment");
      assignment(json, event.assignment());
      json.writeEndObject();
    }
    if (event.endedAssignment() != null) {
      json.writeObjectFieldStart("endedAssignment");
      assignment(json, event.endedAssignment().assignment());
      time(json, "endedAt", event.endedAssignment().endedAt());
      json.writeEndObject();
    }
    if (event.factsTruncated()) {
      json.writeBooleanField("factsTruncated", true);
    }
    json.writeEndObject();
  }

  static void validityExtended(JsonGenerator json, ValidityExtended event) throws IOException {
    json.writeStartObject();
    start(json, event);
    json.writeObjectFieldStart("assignment");
    assignment(json, event.assignment());
    json.writeEndObject();
    time(json, "previousValidUntil", event.previousValidUntil());
    cause(json, event.cause());
    json.writeEndObject();
  }

  static void factsAdded(JsonGenerator json, FactsAdded event) throws IOException {
    json.writeStartObject();
    start(json, event);
    if (event.order() != null) {
      order(json, event.order());
    }
    production(json, event.added());
    shipment(json, event.shipment(), event.added().shippedAt(), event.added().activatedAt());
    cause(json, event.cause());
    optional(json, "reason", event.reason());
    optional(json, "actor", event.actor());
    if (event.factsTruncated()) {
      json.writeBooleanField("factsTruncated", true);
    }
    json.writeEndObject();
  }

  static void expiring(JsonGenerator json, CardExpiring event) throws IOException {
    json.writeStartObject();
    start(json, event);
    json.writeObjectFieldStart("assignment");
    assignment(json, event.assignment());
    json.writeEndObject();
    json.writeNumberField("daysLeft", event.daysLeft());
    json.writeEndObject();
  }

  static void overdue(JsonGenerator json, CardOverdue event) throws IOException {
    json.writeStartObject();
    start(json, event);
    json.writeStringField("state", event.state().name());
    time(json, "since", event.since());
    json.writeStringField("limit", Durations.print(event.limit()));
    json.writeEndObject();
  }

  private static void start(JsonGenerator json, Event event) throws IOException {
    json.writeStringField("cardId", event.cardId());
    json.writeNumberField("version", event.version());
  }

  private static void cause(JsonGenerator json, Event.Cause cause) throws IOException {
    json.writeObjectFieldStart("cause");
    json.writeStringField("id", cause.id());
    json.writeStringField("source", cause.source());
    json.writeStringField("type", cause.type());
    json.writeEndObject();
  }

  private static void order(JsonGenerator json, OrderReference order) throws IOException {
    json.writeObjectFieldStart("order");
    optional(json, "batchId", order.batchId());
    optional(json, "orderId", order.orderId());
    optional(json, "producerCardId", order.producerCardId());
    json.writeEndObject();
  }

  private static void production(JsonGenerator json, Production facts) throws IOException {
    if (facts.startedAt() == null && facts.producedAt() == null && facts.readouts().isEmpty()) {
      return;
    }
    json.writeObjectFieldStart("production");
    optional(json, "startedAt", facts.startedAt());
    optional(json, "producedAt", facts.producedAt());
    StatusEncoder.readouts(json, facts.readouts());
    json.writeEndObject();
  }

  /** The bureau may report when it shipped a card but not how. */
  private static void shipment(
      JsonGenerator json, Shipment shipment, Instant shippedAt, Instant activatedAt)
      throws IOException {
    if (shipment == null && shippedAt == null && activatedAt == null) {
      return;
    }
    Shipment known = shipment == null ? UNKNOWN : shipment;
    json.writeObjectFieldStart("shipment");
    optional(json, "shipmentId", known.shipmentId());
    optional(json, "carrier", known.carrier());
    json.writeArrayFieldStart("trackingNumbers");
    for (String number : known.trackingNumbers()) {
      json.writeString(number);
    }
    json.writeEndArray();
    optional(json, "shippedAt", shippedAt);
    optional(json, "activatedAt", activatedAt);
    json.writeEndObject();
  }

  private static void assignment(JsonGenerator json, Assignment assignment) throws IOException {
    json.writeNumberField("number", assignment.number());
    json.writeStringField("holderId", assignment.holderId());
    time(json, "validFrom", assignment.validFrom());
    time(json, "validUntil", assignment.validUntil());
  }
}
