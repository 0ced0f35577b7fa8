package io.cardflow.api;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonInclude;
import io.cardflow.domain.OrderStatus;
import io.cardflow.store.OrderSummary;
import java.time.Instant;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** An order batch. Lists leave out the delivery and the detail of the error. */
@JsonInclude(JsonInclude.Include.NON_NULL)
@Schema(name = "OrderItem", description = "An order batch. Fields without a value are absent.")
public record OrderItem(
    @Schema(required = true) String batchId,
    @Schema(required = true) OrderStatus status,
    @Schema(required = true) String layoutId,
    @Schema(required = true, description = "The number of cards") int cards,
    @Schema(required = true) Instant collectedAt,
    @Schema(description = "When its next step is due; absent if nothing is left to do")
        Instant dueAt,
    @Schema(required = true, description = "Steps in a row that failed") int attempts,
    @Schema(description = "When GO Cards answered") Instant answeredAt,
    @Schema(description = "GO Cards' order") String orderId,
    @Schema(description = "Why the last step failed; absent if it did not") String error,
    @Schema(description = "Not in lists") String errorDetail,
    @Schema(description = "When the outcomes of all cards were published") Instant closedAt,
    @Schema(description = "When GO Cards was asked about it last") Instant reconciledAt,
    @Schema(description = "When GO Cards had reported an end for all cards") Instant completedAt,
    @Schema(
            description =
                "The address, masked except for city and countryCode. Not in lists, and absent once"
                    + " it was removed")
        Map<String, String> delivery,
    @Schema(
            description =
                "Whether accepted cards lack the bureau's id, which an operator can load. Not in"
                    + " lists")
        Boolean lacksCardIds) {

  static final CsvTable<OrderItem> CSV =
      CsvTable.<OrderItem>of()
          .column("batchId", OrderItem::batchId)
          .column("status", OrderItem::status)
          .column("layoutId", OrderItem::layoutId)
          .column("cards", OrderItem::cards)
          .column("collectedAt", OrderItem::collectedAt)
          .column("dueAt", OrderItem::dueAt)
          .column("attempts", OrderItem::attempts)
          .column("answeredAt", OrderItem::answeredAt)
          .column("orderId", OrderItem::orderId)
          .column("error", OrderItem::error)
          .column("closedAt", OrderItem::closedAt)
          .column("reconciledAt", OrderItem::reconciledAt)
          .column("completedAt", OrderItem::completedAt);

  static OrderItem listed(OrderSummary order) {
    return of(order, null, null, null);
  }

  /**
   * @param delivery masked; empty once it was removed
   */
  static OrderItem whole(OrderSummary order, Map<String, String> delivery) {
    return of(
        order,
        order.errorDetail(),
        delivery.isEmpty() ? null : delivery,
        order.lacksCardIds() ? true : null);
  }

  private static OrderItem of(
      OrderSummary order, String errorDetail, Map<String, String> delivery, Boolean lacksCardIds) {
    return new OrderItem(
        order.batchId(),
        order.status(),
        order.layoutId(),
        order.cards(),
        order.collectedAt(),
        order.dueAt(),
        order.attempts(),
        order.answeredAt(),
        order.orderId(),
        order.error(),
        errorDetail,
        order.closedAt(),
        order.reconciledAt(),
        order.completedAt(),
        delivery,
        lacksCardIds);
  }

  /** Whether an operator can resolve if GO Cards has taken it. */
  @JsonIgnore
  public boolean isInDoubt() {
    return status == OrderStatus.UNKNOWN && answeredAt == null;
  }
}
