package io.cardflow.ordering;

import io.cardflow.domain.ProducerStatus.Readout;
import java.time.Instant;
import java.util.List;

/** The bureau's answer to a question about one card. */
public sealed interface BureauReport {

  /** The progress of the card. */
  record Received(CardReport card) implements BureauReport {}

  /** The call failed; the progress of the card is unknown. */
  record Failed(Fault fault) implements BureauReport {}

  /** The progress of a card at the bureau. */
  enum Stage {
    ORDERED,
    PRODUCED,
    SHIPPED,
    FAILED;

    /** Returns whether the bureau has finished with the card. */
    public boolean isLast() {
      return this == SHIPPED || this == FAILED;
    }
  }

  /**
   * The report about one card; unknown facts are null or empty.
   *
   * @param producerCardId the bureau's id of the card
   * @param ownId the worker's id of the card, as it was ordered; null if the report does not name
   *     it
   * @param code the failure code
   * @param leftOut number of values that could not be used
   */
  record CardReport(
      String producerCardId,
      String ownId,
      Stage stage,
      Instant producedAt,
      List<Readout> readouts,
      Instant shippedAt,
      Instant activatedAt,
      String code,
      String detail,
      int leftOut) {}
}
