package io.cardflow.ordering.gocards;

import io.cardflow.domain.ProducerStatus.Readout;
import io.cardflow.ordering.BureauReport.CardReport;
import io.cardflow.ordering.BureauReport.Stage;
import io.cardflow.wire.MessageLimits;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;

/** The status of a card in a response of the bureau. */
record CardStatus(
    String cardId,
    String producerCardId,
    String status,
    Instant startedAt,
    Instant producedAt,
    List<ReadoutAnswer> readouts,
    Instant shippedAt,
    String shipmentId,
    String carrier,
    List<String> trackingNumbers,
    String code,
    String detail) {

  private static final int MOST_NUMBERS = 100;

  /** The maximum size of the readouts within the 64 KiB of a record's value. */
  private static final int MOST_OF_A_MESSAGE = 60 * 1024;

  private static final int PUNCTUATION = 32;

  /** A value read from the chip. */
  record ReadoutAnswer(String type, String value) {}

  /**
   * Returns the report about the card; null if the status is unknown.
   *
   * @throws CallFailed if a list or text exceeds its limit
   */
  CardReport report() {
    Stage stage = stage();
    return stage == null
        ? null
        : new CardReport(
            cardId,
            Texts.optionalName(producerCardId, "producerCardId"),
            stage,
            startedAt,
            producedAt,
            fitting(
                Texts.items(readouts, MessageLimits.READOUTS, "readouts").stream()
                    .map(each -> new Readout(Texts.code(each.type()), Texts.value(each.value())))
                    .toList()),
            shippedAt,
            Texts.optionalName(shipmentId, "shipmentId"),
            Texts.optionalName(carrier, "carrier"),
            Texts.items(trackingNumbers, MOST_NUMBERS, "trackingNumbers").stream()
                .map(number -> Texts.name(number, "trackingNumbers"))
                .toList(),
            stage == Stage.FAILED ? Texts.code(code) : null,
            Texts.detail(detail));
  }

  /** Returns the first readouts that fit one message: a larger one would be rejected. */
  private static List<Readout> fitting(List<Readout> readouts) {
    int bytes = 0;
    for (int next = 0; next < readouts.size(); next++) {
      bytes += bytes(readouts.get(next));
      if (bytes > MOST_OF_A_MESSAGE) {
        return readouts.subList(0, next);
      }
    }
    return readouts;
  }

  private static int bytes(Readout readout) {
    String text = readout.type() + readout.value();
    long escaped = text.chars().filter(each -> each == '"' || each == '\\').count();
    return text.getBytes(StandardCharsets.UTF_8).length + (int) escaped + PUNCTUATION;
  }

  private Stage stage() {
    for (Stage stage : Stage.values()) {
      if (stage.name().equals(status)) {
        return stage;
      }
    }
    return null;
  }
}
