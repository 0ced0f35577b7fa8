package io.cardflow.ordering;

import io.cardflow.domain.ProducerStatus.Readout;
import java.time.Instant;
import java.util.List;

/** The bureau's report about an accepted order. */
public sealed interface BureauReport {

  /**
   * The progress of the cards.
   *
   * @param cards the cards with news and a known status
   * @param ended number of cards whose processing has ended
   * @param leftOut number of values that could not be used
   * @param fault why part of the report was not used; null if all was
   */
  record Received(List<CardReport> cards, int ended, int leftOut, Fault fault)
      implements BureauReport {}

  /** The call failed; the state of the cards is unknown. */
  record Failed(Fault fault) implements BureauReport {}

  /** The progress of a card at the bureau. */
  enum Stage {
    ORDERED,
    IN_PRODUCTION,
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
   * @param code the failure code
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
      String detail) {

    private static final int MESSAGE = 600;

    /** Returns the approximate size of the resulting messages in bytes. */
    public long bytes() {
      long messages = 2L + Math.max(1, trackingNumbers.size());
      long texts =
          readouts.stream().mapToLong(each -> each.type().length() + each.value().length()).sum()
              + trackingNumbers.stream().mapToLong(String::length).sum();
      return messages * MESSAGE + texts;
    }
  }
}
