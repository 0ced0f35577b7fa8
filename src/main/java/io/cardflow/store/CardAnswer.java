package io.cardflow.store;

/**
 * GO Cards' answer about one card of a batch.
 *
 * @param producerCardId the bureau's own id; null if refused or not given
 * @param refusalCode null if accepted
 * @param refusalDetail null if not given
 */
public record CardAnswer(
    String cardId, String producerCardId, String refusalCode, String refusalDetail) {

  /** Whether GO Cards accepted the card. */
  public boolean accepted() {
    return refusalCode == null;
  }
}
