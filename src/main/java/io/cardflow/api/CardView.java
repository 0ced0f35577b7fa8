package io.cardflow.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.cardflow.domain.Assignment;
import io.cardflow.domain.Card;
import io.cardflow.domain.CardState;
import io.cardflow.domain.Failure;
import io.cardflow.domain.OrderReference;
import io.cardflow.domain.ProducerStatus.Readout;
import io.cardflow.domain.Production;
import io.cardflow.store.CardDetails;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * A card in answers. Fields without a value are absent.
 *
 * @param since when it entered its state
 * @param overdue whether its stay was announced as too long
 * @param layoutId absent after the delivery data was removed, as the address and the texts are
 * @param factsRemoved whether retention has removed its facts
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record CardView(
    String cardId,
    int version,
    CardState state,
    Instant since,
    boolean overdue,
    Instant requestedAt,
    String layoutId,
    String costCentre,
    Map<String, String> delivery,
    Map<String, String> cardElements,
    OrderView order,
    ProductionView production,
    FailureView failure,
    String chipSerial,
    int assignments,
    AssignmentView assignment,
    boolean factsRemoved) {

  /** The order of a card, as far as it is known. */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record OrderView(String batchId, String orderId, String producerCardId) {}

  /** What the bureau has reported. */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record ProductionView(
      Instant startedAt,
      Instant producedAt,
      List<Readout> readouts,
      Instant shippedAt,
      String shipmentId,
      String carrier,
      List<String> trackingNumbers,
      Instant activatedAt) {

    static ProductionView of(Production production) {
      return production.equals(Production.NONE)
          ? null
          : new ProductionView(
              production.startedAt(),
              production.producedAt(),
              production.readouts(),
              production.shippedAt(),
              production.shipmentId(),
              production.carrier(),
              production.trackingNumbers(),
              production.activatedAt());
    }
  }

  /** Why a card failed. */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record FailureView(String code, String detail) {}

  /** The assignment of a card. */
  public record AssignmentView(
      int number, String holderId, Instant validFrom, Instant validUntil) {}

  static CardView of(CardDetails details, Texts texts, PersonalData persons) {
    Card card = details.card();
    CardDetails.Request request = details.request();
    return new CardView(
        card.id(),
        card.version(),
        card.state(),
        card.since(),
        card.overdue(),
        request == null ? null : request.requestedAt(),
        request == null ? null : request.layoutId(),
        request == null ? null : request.costCentre(),
        request == null ? null : persons.address(texts.of(request.delivery())),
        request == null ? null : persons.elements(texts.of(request.cardElements())),
        order(card.order(), details.batchId()),
        ProductionView.of(card.production()),
        failure(card.failure()),
        card.chipSerial(),
        card.assignments(),
        assignment(card.assignment(), persons),
        card.shrunk());
  }

  private static OrderView order(OrderReference order, String batchId) {
    if (order == null) {
      return batchId == null ? null : new OrderView(batchId, null, null);
    }
    return new OrderView(
        order.batchId() == null ? batchId : order.batchId(),
        order.orderId(),
        order.producerCardId());
  }

  private static FailureView failure(Failure failure) {
    return failure == null ? null : new FailureView(failure.code(), failure.detail());
  }

  private static AssignmentView assignment(Assignment assignment, PersonalData persons) {
    return assignment == null
        ? null
        : new AssignmentView(
            assignment.number(),
            persons.holder(assignment.holderId()),
            assignment.validFrom(),
            assignment.validUntil());
  }
}
