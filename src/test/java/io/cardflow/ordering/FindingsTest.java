package io.cardflow.ordering;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.cardflow.domain.CardState;
import io.cardflow.domain.ProducerStatus;
import io.cardflow.domain.ProducerStatus.CardShipped;
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
  private static final Instant LATER = NOW.plusSeconds(60);

  @ParameterizedTest
  @CsvSource({
    "ORDERED, ORDERED, ''",
    "PRODUCED, ORDERED, PRODUCTION_STARTED CARD_PRODUCED",
    "PRODUCED, PROCESSING, PRODUCTION_STARTED CARD_PRODUCED",
    "PRODUCED, IN_PRODUCTION, CARD_PRODUCED",
    "SHIPPED, ORDERED, PRODUCTION_STARTED CARD_PRODUCED CARD_SHIPPED",
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
      assertEquals("", findings(Stage.SHIPPED, new CardRowBuilder(state).knowing().row()));
    }
  }

  @Test
  void aCardInThePoolGetsTheMissingReadout() {
    CardRow row = new CardRowBuilder(CardState.UNASSIGNED).knowing().row();
    row.readouts = null;

    assertEquals("CARD_PRODUCED", findings(Stage.SHIPPED, row));
  }

  @Test
  void aCardInProductionThatKnowsTheFactsIsStillMoved() {
    assertEquals(
        "CARD_SHIPPED",
        findings(Stage.SHIPPED, new CardRowBuilder(CardState.IN_PRODUCTION).knowing().row()));
  }

  @Test
  void aShippedCardGetsItsActivationOnce() {
    CardRow row = new CardRowBuilder(CardState.UNASSIGNED).knowing().row();
    CardReport report = report(Stage.SHIPPED, LATER);

    assertEquals(
        List.of(new CardShipped("OD-1", "CA-1", NOW, null, null, null, LATER)),
        Findings.of(report, row, "OD-1"));

    row.activatedAt = LATER;
    assertEquals(List.of(), Findings.of(report, row, "OD-1"));
  }

  private static String findings(Stage stage, CardRow card) {
    return Findings.of(report(stage, null), card, "OD-1").stream()
        .map(ProducerStatus::trigger)
        .map(Enum::name)
        .collect(Collectors.joining(" "));
  }

  private static CardReport report(Stage stage, Instant activatedAt) {
    return new CardReport(
        "CA-1",
        null,
        stage,
        NOW,
        List.of(new Readout("uid", "04A1")),
        NOW,
        activatedAt,
        "CHIP",
        null,
        0);
  }

  /** A card as read from the database. */
  private static final class CardRowBuilder {

    private final CardRow row = new CardRow();

    CardRowBuilder(CardState state) {
      row.id = "T-1";
      row.state = state;
      row.since = NOW;
    }

    CardRowBuilder knowing() {
      row.startedAt = NOW;
      row.producedAt = NOW;
      row.readouts = "[{\"type\":\"uid\",\"value\":\"04A1\"}]";
      row.shippedAt = NOW;
      row.shipmentId = "SH-1";
      row.carrier = "PostNord";
      row.trackingNumbers = "[\"N1\"]";
      return this;
    }

    CardRow row() {
      return row;
    }
  }
}
