package io.cardflow.domain;

import static io.cardflow.domain.CardState.FAILED;
import static io.cardflow.domain.CardState.ORDERED;
import static io.cardflow.domain.CardState.PROCESSING;
import static io.cardflow.domain.SampleCards.BATCH;
import static io.cardflow.domain.SampleCards.ORDER;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.cardflow.domain.Event.Shipment;
import io.cardflow.domain.Event.StateChanged;
import io.cardflow.domain.ProducerStatus.CardShipped;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** A status implies the steps it skipped, and each of them is published. */
class InferredStepTest {

  @Test
  void aShipmentOfAHeldCardPublishesEveryStepOnTheWay() {
    Given given = Given.card(PROCESSING).heldBy(BATCH);

    Decision decision = given.when(Messages.shipped());

    assertEquals(
        List.of(
            "8 PROCESSING ORDERED inferred",
            "9 ORDERED IN_PRODUCTION inferred",
            "10 IN_PRODUCTION PRODUCED"),
        Then.changes(decision).stream().map(InferredStepTest::step).toList());
  }

  @Test
  void everyStepNamesTheStatusThatImpliedIt() {
    Given given = Given.card(PROCESSING).heldBy(BATCH);

    Decision decision = given.when(Messages.shipped());

    Set<Trigger> triggers =
        Then.changes(decision).stream().map(StateChanged::trigger).collect(Collectors.toSet());
    assertEquals(Set.of(Trigger.CARD_SHIPPED), triggers);
  }

  @Test
  void everyStepContainsTheOrder() {
    Given given = Given.card(PROCESSING).heldBy(BATCH);

    Decision decision = given.when(Messages.shipped());

    Set<OrderReference> orders =
        Then.changes(decision).stream().map(StateChanged::order).collect(Collectors.toSet());
    assertEquals(Set.of(new OrderReference(BATCH, ORDER, null)), orders);
  }

  @Test
  void onlyTheLastStepContainsTheShipment() {
    Given given = Given.card(ORDERED);

    Decision decision =
        given.when(new CardShipped(ORDER, null, SampleCards.NOW, "S-1", "DHL", "TN-1", null));

    List<StateChanged> changes = Then.changes(decision);
    assertNull(changes.get(0).shipment());
    assertNull(changes.get(0).shippedAt());
    assertEquals(new Shipment("S-1", "DHL", List.of("TN-1")), changes.get(1).shipment());
    assertEquals(SampleCards.NOW, changes.get(1).shippedAt());
  }

  @Test
  void aShipmentWithoutDetailsIsOmitted() {
    Given given = Given.card(ORDERED);

    Decision decision = given.when(Messages.shipped());

    assertNull(Then.changes(decision).get(1).shipment());
  }

  @Test
  void aHeldCardThatFailsIsNotInferredToBeOrdered() {
    Given given = Given.card(PROCESSING).heldBy(BATCH);

    Decision decision = given.when(Messages.productionFailed());

    StateChanged change = Then.change(decision);
    assertEquals(FAILED, change.to());
    assertEquals(new Failure("PRINTER", "jam"), change.failure());
  }

  @Test
  void anInferredStepIsStaleWhenItIsReported() {
    TestFold fold = Given.card(PROCESSING).heldBy(BATCH).fold();
    fold.apply(Messages.message("n-1", Messages.started()));

    Decision decision = fold.apply(Messages.message("n-2", Messages.accepted()));

    Then.stale(decision);
  }

  private static String step(StateChanged change) {
    return change.version()
        + " "
        + change.from()
        + " "
        + change.to()
        + (change.inferred() ? " inferred" : "");
  }
}
