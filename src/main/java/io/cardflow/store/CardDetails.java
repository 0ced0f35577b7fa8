package io.cardflow.store;

import io.cardflow.domain.Card;
import io.cardflow.domain.JournalPosition;
import java.time.Instant;

/**
 * A card with its request.
 *
 * @param last the entry of its latest message in the journal; null if there is none
 * @param request null if the card was requested before retention or an erasure removed the data
 * @param batchId the order batch that holds the card or has ordered it; null if there is none
 */
public record CardDetails(Card card, JournalPosition last, Request request, String batchId) {

  /**
   * The request of a card.
   *
   * @param delivery the address, JSON
   * @param cardElements the printed texts by name, JSON
   * @param costCentre null if not given
   */
  public record Request(
      String layoutId,
      String delivery,
      String cardElements,
      String costCentre,
      Instant requestedAt) {}
}
