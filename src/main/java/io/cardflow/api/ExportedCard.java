package io.cardflow.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.cardflow.domain.Card;
import io.cardflow.domain.CardState;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * A card as a subscriber knows it after the event with its version. The parts are those of events,
 * with the same names, and times in milliseconds.
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
@Schema(
    name = "ExportedCard",
    description =
        "A card as a subscriber knows it after the event with its version. Fields without a value"
            + " are absent.")
record ExportedCard(
    @Schema(required = true) String cardId,
    @Schema(required = true, description = "The version of its last event") int version,
    @Schema(required = true) CardState state,
    @Schema(required = true, description = "When it entered its state") Instant since,
    @Schema(
            required = true,
            description = "Whether its stay in the state was announced as too long")
        boolean overdue,
    Order order,
    Shipment shipment,
    Failure failure,
    @Schema(description = "The assignment that has not ended; it may have expired")
        Assignment assignment) {

  @JsonInclude(JsonInclude.Include.NON_NULL)
  @Schema(name = "ExportedOrder")
  record Order(String batchId, String orderId, String producerCardId) {}

  @JsonInclude(JsonInclude.Include.NON_NULL)
  @Schema(name = "ExportedShipment")
  record Shipment(
      String shipmentId,
      String carrier,
      List<String> trackingNumbers,
      Instant shippedAt,
      Instant activatedAt) {}

  @JsonInclude(JsonInclude.Include.NON_NULL)
  @Schema(name = "ExportedFailure")
  record Failure(String code, String detail) {}

  @Schema(name = "ExportedAssignment")
  record Assignment(int number, String holderId, Instant validFrom, Instant validUntil) {}

  static ExportedCard of(Card card) {
    return new ExportedCard(
        card.id(),
        card.version(),
        card.state(),
        time(card.since()),
        card.overdue(),
        card.order() == null
            ? null
            : new Order(
                card.order().batchId(), card.order().orderId(), card.order().producerCardId()),
        shipment(card),
        card.failure() == null ? null : new Failure(card.failure().code(), card.failure().detail()),
        card.assignment() == null
            ? null
            : new Assignment(
                card.assignment().number(),
                card.assignment().holderId(),
                time(card.assignment().validFrom()),
                time(card.assignment().validUntil())));
  }

  private static Shipment shipment(Card card) {
    var facts = card.production();
    boolean known =
        facts.shipmentId() != null
            || facts.carrier() != null
            || facts.shippedAt() != null
            || facts.activatedAt() != null
            || !facts.trackingNumbers().isEmpty();
    return known
        ? new Shipment(
            facts.shipmentId(),
            facts.carrier(),
            facts.trackingNumbers(),
            time(facts.shippedAt()),
            time(facts.activatedAt()))
        : null;
  }

  private static Instant time(Instant time) {
    return time == null ? null : time.truncatedTo(ChronoUnit.MILLIS);
  }
}
