package io.cardflow.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.cardflow.store.CardSearch.Held;
import io.cardflow.store.CardSummary;
import java.time.Instant;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** A card that a search has found, with the assignment for which a holder was searched. */
@JsonInclude(JsonInclude.Include.NON_NULL)
@Schema(name = "FoundItem", description = "A card that a search has found.")
public record FoundItem(
    @Schema(required = true) CardItem card,
    @Schema(description = "The assignment to the holder, in a search for a holder")
        HeldItem assignment) {

  /** An assignment, without its holder. */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  @Schema(name = "HeldItem")
  public record HeldItem(
      @Schema(required = true, description = "1 for the card's first assignment") int number,
      @Schema(required = true, description = "Whether it has not ended; it may have expired")
          boolean current,
      @Schema(required = true) Instant validFrom,
      @Schema(required = true, description = "As agreed last") Instant validUntil,
      @Schema(description = "When the card was withdrawn or locked") Instant endedAt) {}

  static FoundItem of(CardSummary card) {
    return new FoundItem(CardItem.of(card), null);
  }

  static FoundItem of(Held held) {
    return new FoundItem(
        CardItem.of(held.card()),
        new HeldItem(
            held.number(),
            held.endedAt() == null,
            held.validFrom(),
            held.validUntil(),
            held.endedAt()));
  }
}
