package io.cardflow.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.cardflow.domain.CardState;
import io.cardflow.store.OrderLists.Line;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** A card of an order batch. */
@JsonInclude(JsonInclude.Include.NON_NULL)
@Schema(name = "OrderCardItem", description = "A card of an order batch.")
public record OrderCardItem(
    @Schema(required = true) String cardId,
    @Schema(description = "Absent until GO Cards has answered") Boolean accepted,
    @Schema(description = "GO Cards' id of the card") String producerCardId,
    String refusalCode,
    String refusalDetail,
    @Schema(description = "The card's current state") CardState state) {

  static final CsvTable<OrderCardItem> CSV =
      CsvTable.<OrderCardItem>of()
          .column("cardId", OrderCardItem::cardId)
          .column("accepted", OrderCardItem::accepted)
          .column("producerCardId", OrderCardItem::producerCardId)
          .column("refusalCode", OrderCardItem::refusalCode)
          .column("refusalDetail", OrderCardItem::refusalDetail)
          .column("state", OrderCardItem::state);

  static OrderCardItem of(Line line) {
    return new OrderCardItem(
        line.cardId(),
        line.accepted(),
        line.producerCardId(),
        line.refusalCode(),
        line.refusalDetail(),
        line.state());
  }
}
