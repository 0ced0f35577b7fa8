package io.cardflow.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.cardflow.domain.CardState;
import io.cardflow.store.CardSummary;
import java.time.Instant;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** A card in a list. */
@JsonInclude(JsonInclude.Include.NON_NULL)
@Schema(name = "CardItem", description = "A card in a list. Fields without a value are absent.")
public record CardItem(
    @Schema(required = true) String cardId,
    @Schema(required = true, description = "The version of its last event") int version,
    @Schema(required = true) CardState state,
    @Schema(required = true, description = "When it entered its state") Instant since,
    @Schema(
            required = true,
            description = "Whether its stay in the state was announced as too long")
        boolean overdue,
    String layoutId,
    @Schema(description = "Cardflow's order batch") String batchId,
    @Schema(description = "GO Cards' order") String orderId,
    @Schema(description = "GO Cards' id of the card") String producerCardId,
    @Schema(description = "The end of its assignment") Instant validUntil,
    @Schema(description = "*** if it has a holder") String holderId) {

  static final CsvTable<CardItem> CSV =
      CsvTable.<CardItem>of()
          .column("cardId", CardItem::cardId)
          .column("version", CardItem::version)
          .column("state", CardItem::state)
          .column("since", CardItem::since)
          .column("overdue", CardItem::overdue)
          .column("layoutId", CardItem::layoutId)
          .column("batchId", CardItem::batchId)
          .column("orderId", CardItem::orderId)
          .column("producerCardId", CardItem::producerCardId)
          .column("validUntil", CardItem::validUntil)
          .column("holderId", CardItem::holderId);

  static CardItem of(CardSummary card) {
    return new CardItem(
        card.cardId(),
        card.version(),
        card.state(),
        card.since(),
        card.overdue(),
        card.layoutId(),
        card.batchId(),
        card.orderId(),
        card.producerCardId(),
        card.validUntil(),
        card.held() ? PersonalData.MASK : null);
  }
}
