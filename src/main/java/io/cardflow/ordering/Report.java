package io.cardflow.ordering;

import io.cardflow.domain.ProducerStatus.Readout;
import java.time.Instant;
import java.util.List;

/** What the bureau says about an accepted order when it is asked. */
public sealed interface Report {

  /**
   * How far the cards are.
   *
   * @param cards those that the bureau names and whose status is understood
   * @param fault what of the answer is not understood; null if all is
   */
  record Told(List<CardReport> cards, Fault fault) implements Report {}

  /** Nothing is known but why. */
  record Failed(Fault fault) implements Report {}

  /** How far the bureau is with a card. */
  enum Stage {
    ORDERED,
    IN_PRODUCTION,
    PRODUCED,
    SHIPPED,
    FAILED;

    /** Whether the bureau will do nothing more for the card. */
    boolean isLast() {
      return this == SHIPPED || this == FAILED;
    }
  }

  /**
   * One card; what is not told is null or empty.
   *
   * @param code why it failed
   */
  record CardReport(
      String cardId,
      String producerCardId,
      Stage stage,
      Instant startedAt,
      Instant producedAt,
      List<Readout> readouts,
      Instant shippedAt,
      String shipmentId,
      String carrier,
      List<String> trackingNumbers,
      String code,
      String detail) {}
}
