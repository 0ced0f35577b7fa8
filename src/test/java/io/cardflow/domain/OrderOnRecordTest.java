package io.cardflow.domain;

import static io.cardflow.domain.CardState.ABORTED;
import static io.cardflow.domain.CardState.FAILED;
import static io.cardflow.domain.CardState.IN_PRODUCTION;
import static io.cardflow.domain.CardState.LOCKED;
import static io.cardflow.domain.CardState.ORDERED;
import static io.cardflow.domain.CardState.PROCESSING;
import static io.cardflow.domain.CardState.PRODUCED;
import static io.cardflow.domain.CardState.UNASSIGNED;
import static io.cardflow.domain.SampleCards.BATCH;
import static io.cardflow.domain.SampleCards.ORDER;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.cardflow.domain.ProducerStatus.CardProduced;
import io.cardflow.domain.ProducerStatus.CardShipped;
import io.cardflow.domain.ProducerStatus.OrderAccepted;
import io.cardflow.domain.ProducerStatus.OrderRefused;
import io.cardflow.domain.ProducerStatus.ProductionFailed;
import io.cardflow.domain.ProducerStatus.ProductionStarted;
import java.util.EnumSet;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.FieldSource;

/** A status of another order than the known one is rejected, whatever its type. */
class OrderOnRecordTest {

  private static final String OTHER = "OTHER";

  @SuppressWarnings("unused")
  private static final List<ProducerStatus> UNDER_ANOTHER_ORDER =
      List.of(
          new OrderAccepted(BATCH, OTHER, null),
          new OrderAccepted(OTHER, ORDER, null),
          new OrderRefused(OTHER, null, "LAYOUT", null),
          new ProductionStarted(OTHER, null, null),
          new CardProduced(OTHER, null, null, List.of()),
          new CardShipped(OTHER, null, null, null, null, null, null),
          new ProductionFailed(OTHER, null, "PRINTER", null));

  @ParameterizedTest
  @FieldSource("UNDER_ANOTHER_ORDER")
  void aStatusThatWouldMoveTheCardIsRefused(ProducerStatus status) {
    Given given = Given.card(ORDERED);

    Decision decision = given.when(status);

    Then.rejected(RejectionCode.ORDER_MISMATCH, decision);
  }

  @ParameterizedTest
  @FieldSource("UNDER_ANOTHER_ORDER")
  void aStatusThatWouldBeStaleOrUnexpectedIsRefused(ProducerStatus status) {
    Given given = Given.card(LOCKED);

    Decision decision = given.when(status);

    Then.rejected(RejectionCode.ORDER_MISMATCH, decision);
  }

  @ParameterizedTest
  @FieldSource("UNDER_ANOTHER_ORDER")
  void aStatusForAFailedCardIsRefused(ProducerStatus status) {
    Given given = Given.card(FAILED);

    Decision decision = given.when(status);

    Then.rejected(RejectionCode.ORDER_MISMATCH, decision);
  }

  @ParameterizedTest
  @FieldSource("UNDER_ANOTHER_ORDER")
  void anAbortedCardHasNoOrderToDifferFrom(ProducerStatus status) {
    Given given = Given.card(ABORTED);

    Decision decision = given.when(status);

    Then.rejected(RejectionCode.UNEXPECTED_STATUS, decision);
  }

  @SuppressWarnings("unused")
  private static final List<ProducerStatus> OF_ANOTHER_PLASTIC =
      List.of(
          new OrderAccepted(BATCH, ORDER, OTHER),
          new ProductionStarted(ORDER, OTHER, null),
          new CardProduced(ORDER, OTHER, null, List.of()),
          new CardShipped(ORDER, OTHER, null, null, null, null, null),
          new ProductionFailed(ORDER, OTHER, "PRINTER", null));

  @ParameterizedTest
  @FieldSource("OF_ANOTHER_PLASTIC")
  void theFactsOfTwoPiecesOfPlasticAreNotMixed(ProducerStatus status) {
    for (CardState state : EnumSet.of(ORDERED, IN_PRODUCTION, PRODUCED, UNASSIGNED, LOCKED)) {
      OrderReference order = new OrderReference(BATCH, ORDER, "CA-1");
      Given given = Given.cards(SampleCards.in(state).ordered(order));

      Then.rejected(RejectionCode.FACTS_CONTRADICT, given.when(status));
    }
  }

  @Test
  void theFirstIdOfTheBureauIsTaken() {
    Given given = Given.card(ORDERED);

    Decision decision = given.when(new CardProduced(ORDER, "CA-1", null, List.of()));

    assertEquals("CA-1", Then.applied(decision).card().order().producerCardId());
  }

  @Test
  void aHeldCardIsOnRecordUnderTheBatchThatHoldsIt() {
    Given given = Given.card(PROCESSING).heldBy(BATCH);

    Decision decision = given.when(new OrderAccepted(OTHER, ORDER, null));

    Then.rejected(RejectionCode.ORDER_MISMATCH, decision);
  }

  @ParameterizedTest
  @EnumSource(names = {"REQUESTED", "PROCESSING"})
  void aCardThatNoBatchHoldsTakesTheReportedOrder(CardState state) {
    Given given = Given.card(state);

    Decision decision = given.when(new OrderAccepted(OTHER, "OD-9", "CA-1"));

    assertEquals(new OrderReference(OTHER, "OD-9", "CA-1"), Then.applied(decision).card().order());
  }

  @Test
  void anInferredOrderIsOnRecordUnderTheBatchThatHeldTheCard() {
    Given given = Given.card(PROCESSING).heldBy(BATCH);

    Decision decision = given.when(new ProductionStarted("OD-9", null, null));

    assertEquals(new OrderReference(BATCH, "OD-9", null), Then.applied(decision).card().order());
  }

  @Test
  void theAcceptanceOfAnotherBatchIsRefusedAfterAnInferredOrder() {
    TestFold fold = Given.card(PROCESSING).heldBy(BATCH).fold();
    fold.apply(Messages.message("n-1", Messages.started()));

    Decision decision = fold.apply(Messages.message("n-2", new OrderAccepted(OTHER, ORDER, null)));

    Then.rejected(RejectionCode.ORDER_MISMATCH, decision);
  }

  @Test
  void aRefusedCardHasNoOrderIdUntilOneIsReported() {
    TestFold fold = Given.card(PROCESSING).heldBy(BATCH).fold();
    fold.apply(Messages.message("n-1", Messages.refused()));

    Decision decision = fold.apply(Messages.message("n-2", Messages.productionFailed()));

    assertEquals(new OrderReference(BATCH, ORDER, null), Then.stale(decision).order());
  }

  @Test
  void aHoldLeftBehindDoesNotMatterOnceAnOrderIsOnRecord() {
    Given given = Given.card(IN_PRODUCTION).heldBy(OTHER);

    Decision decision = given.when(Messages.shipped());

    assertEquals(BATCH, Then.change(decision).order().batchId());
  }
}
