package io.cardflow.ordering;

import io.cardflow.domain.ProducerStatus.Readout;
import java.time.Instant;
import java.util.List;

/** What the bureau says about an accepted order when it is asked. */
public sealed interface BureauReport {

  /**
   * How far the cards are.
   *
   * @param cards those of which it has news and whose status is understood
   * @param ended how many cards it will do nothing more for
   * @param fault what of the answer is not understood, or too much at once; null if nothing
   */
  record Told(List<CardReport> cards, int ended, Fault fault) implements BureauReport {}

  /** Nothing is known but why. */
  record Failed(Fault fault) implements BureauReport {}

  /** How far the bureau is with a card. */
  enum Stage {
    ORDERED,
    IN_PRODUCTION,
    PRODUCED,
    SHIPPED,
    FAILED;

    /** Whether the bureau will do nothing more for the card. */
    public boolean isLast() {
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
      String detail) {

    private static final int MESSAGE = 600;

    /** About how many bytes the messages have that tell it to the card. */
    public long bytes() {
      long messages = 2L + Math.max(1, trackingNumbers.size());
      long texts =
          readouts.stream().mapToLong(each -> each.type().length() + each.value().length()).sum()
              + trackingNumbers.stream().mapToLong(String::length).sum();
      return messages * MESSAGE + texts;
    }
  }
}
