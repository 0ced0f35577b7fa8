package io.cardflow.ordering;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.cardflow.domain.CardState;
import io.cardflow.domain.ProducerStatus;
import io.cardflow.domain.ProducerStatus.Readout;
import io.cardflow.ordering.BureauReport.CardReport;
import io.cardflow.ordering.BureauReport.Stage;
import io.cardflow.store.CardRow;
import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A report of the bureau yields exactly the statuses that a card has missed. */
class FindingsTest {

  private static final Instant NOW = Instant.parse("2025-03-04T05:06:07.089Z");

  @ParameterizedTest
  @CsvSource({
    "ORDERED, ORDERED, ''",
    "IN_PRODUCTION, ORDERED, PRODUCTION_STARTED",
    "IN_PRODUCTION, PROCESSING, PRODUCTION_STARTED",
    "PRODUCED, ORDERED, PRODUCTION_STARTED CARD_PRODUCED",
    "SHIPPED, ORDERED, PRODUCTION_STARTED CARD_PRODUCED CARD_SHIPPED CARD_SHIPPED",
    "FAILED, ORDERED, PRODUCTION_FAILED",
    "FAILED, IN_PRODUCTION, PRODUCTION_FAILED",
    "FAILED, FAILED, ''",
  })
  void aCardThatKnowsNothingGetsEveryStep(Stage stage, CardState state, String expected) {
    assertEquals(expected, findings(stage, new CardRowBuilder(state).row()));
  }

  @Test
  void aCardThatKnowsEverythingGetsNothing() {
    for (CardState state : List.of(CardState.PRODUCED, CardState.ASSIGNED, CardState.LOCKED)) {
      assertEquals(
          "", findings(Stage.SHIPPED, new CardRowBuilder(state).knowing("N1", "N2").row()));
    }
  }

  @Test
  void aCardInThePoolGetsTheMissingTrackingNumber() {
    assertEquals(
        "CARD_SHIPPED",
        findings(Stage.SHIPPED, new CardRowBuilder(CardState.UNASSIGNED).knowing("N1").row()));
  }

  @Test
  void aCardInProductionThatKnowsTheFactsIsStillMoved() {
    assertEquals(
        "CARD_SHIPPED CARD_SHIPPED",
        findings(
            Stage.SHIPPED, new CardRowBuilder(CardState.IN_PRODUCTION).knowing("N1", "N2").row()));
  }

  private static String findings(Stage stage, CardRow card) {
    CardReport report =
        new CardReport(
            "T-1",
            "CA-1",
            stage,
            NOW,
            NOW,
            List.of(new Readout("uid", "04A1")),
            NOW,
            "SH-1",
            "PostNord",
            List.of("N1", "N2"),
            "CHIP",
            null);
    return Findings.of(report, card, "OD-1").stream()
        .map(ProducerStatus::trigger)
        .map(Enum::name)
        .collect(Collectors.joining(" "));
  }

  /** A card as read from the database. */
  private static final class CardRowBuilder {

    private final CardRow row = new CardRow();

    CardRowBuilder(CardState state) {
      row.id = "T-1";
      row.state = state;
      row.since = NOW;
    }

    CardRowBuilder knowing(String... numbers) {
      row.startedAt = NOW;
      row.producedAt = NOW;
      row.readouts = "[{\"type\":\"uid\",\"value\":\"04A1\"}]";
      row.shippedAt = NOW;
      row.shipmentId = "SH-1";
      row.carrier = "PostNord";
      row.trackingNumbers = "[\"" + String.join("\",\"", numbers) + "\"]";
      return this;
    }

    CardRow row() {
      return row;
    }
  }
}
