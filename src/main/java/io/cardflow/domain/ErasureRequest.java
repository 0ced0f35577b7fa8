package io.cardflow.domain;

/**
 * A request to erase personal data.
 *
 * @param id the id of the request, which its answer carries
 * @param messageId the CloudEvents id of the message that requested it
 * @param subject the holder, or the card whose delivery data is erased
 * @param reason why, for the record; of any length, since it decides nothing
 */
public record ErasureRequest(
    String id, String messageId, Kind kind, String subject, String reason) {

  /** What is erased. */
  public enum Kind {
    /** A person to whom cards were assigned. */
    HOLDER,
    /** The delivery address, printed texts and cost centre of a card. */
    DELIVERY
  }
}
