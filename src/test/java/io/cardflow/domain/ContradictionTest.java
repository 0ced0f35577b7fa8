package io.cardflow.domain;

import static io.cardflow.domain.CardState.IN_PRODUCTION;
import static io.cardflow.domain.CardState.ORDERED;
import static io.cardflow.domain.CardState.PRODUCED;
import static io.cardflow.domain.CardState.UNASSIGNED;
import static io.cardflow.domain.SampleCards.BATCH;
import static io.cardflow.domain.SampleCards.NOW;
import static io.cardflow.domain.SampleCards.ORDER;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cardflow.domain.Command.ReplaceProduction;
import io.cardflow.domain.Event.FactsAdded;
import io.cardflow.domain.Event.Shipment;
import io.cardflow.domain.ProducerStatus.CardProduced;
import io.cardflow.domain.ProducerStatus.CardShipped;
import io.cardflow.domain.ProducerStatus.OrderAccepted;
import io.cardflow.domain.ProducerStatus.Readout;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** An operator accepts what the bureau reports against the facts or the order on record. */
class ContradictionTest {

  private static final Instant EARLIER = NOW.minusSeconds(60);
  private static final Readout OLD_CHIP = new Readout("UID", "04A2");
  private static final Readout NEW_CHIP = new Readout("UID", "77B1");
  private static final Production OLD =
      new Production(
          EARLIER, EARLIER, List.of(OLD_CHIP), EARLIER, "S-1", "DHL", List.of("TN-1"), null);

  @ParameterizedTest
  @EnumSource(names = {"ORDERED", "IN_PRODUCTION", "PRODUCED", "UNASSIGNED"})
  void nothingOfTwoChipsIsMixed(CardState state) {
    Card card = made(state);

    Decision decision =
        Given.cards(card)
            .when(
                new ReplaceProduction(
                    "CA-2", null, NOW, List.of(NEW_CHIP), null, null, null, "TN-2", null));

    Production only =
        new Production(null, NOW, List.of(NEW_CHIP), null, null, null, List.of("TN-2"), null);
    Card after = Then.applied(decision).card();
    assertEquals(
        card.toBuilder()
            .version(8)
            .order(new OrderReference(BATCH, ORDER, "CA-2"))
            .production(only)
            .chipSerial(null)
            .build(),
        after);
  }

  @Test
  void allFormerFactsAreDroppedIfNoneAreGiven() {
    Decision decision = Given.cards(made(PRODUCED)).when(Messages.replace("CA-2"));

    assertEquals(Production.NONE, Then.applied(decision).card().production());
    assertNull(Then.applied(decision).card().chipSerial());
  }

  @Test
  void factsThatWereKnownWithoutAnIdAreThoseOfTheFormerCard() {
    Card card = SampleCards.in(IN_PRODUCTION).with(OLD);

    Decision decision = Given.cards(card).when(Messages.replace("CA-2"));

    assertEquals(Production.NONE, Then.applied(decision).card().production());
  }

  @Test
  void onlyTheNewPieceOfPlasticIsReportedOnAfterwards() {
    TestFold fold = Given.cards(made(IN_PRODUCTION)).fold();
    CardShipped ofNew = new CardShipped(ORDER, "CA-2", NOW, null, null, "TN-2", null);
    CardShipped ofOld = new CardShipped(ORDER, "CA-1", NOW, null, null, "TN-1", null);
    Then.rejected(RejectionCode.FACTS_CONTRADICT, fold.apply(Messages.message("n-1", ofNew)));
    fold.apply(Messages.message("m-1", Messages.replace("CA-2")));

    Then.rejected(RejectionCode.FACTS_CONTRADICT, fold.apply(Messages.message("n-2", ofOld)));
    Decision decision = fold.apply(Messages.message("n-3", ofNew));

    assertEquals(PRODUCED, Then.change(decision).to());
    assertEquals(new Shipment(null, null, List.of("TN-2")), Then.change(decision).shipment());
  }

  @Test
  void theEventHasTheOrderTheGivenFactsAndWhoDecidedWhy() {
    Decision decision =
        Given.cards(made(UNASSIGNED))
            .when(
                new ReplaceProduction(
                    "CA-2", EARLIER, NOW, List.of(NEW_CHIP), NOW, "S-2", "UPS", "TN-2", "broken"));

    assertEquals(
        new FactsAdded(
            SampleCards.ID,
            8,
            NOW,
            new OrderReference(BATCH, ORDER, "CA-2"),
            new Production(
                EARLIER, NOW, List.of(NEW_CHIP), NOW, "S-2", "UPS", List.of("TN-2"), null),
            false,
            new Event.Cause("m-1", "/iam", "io.cardflow.command.replace-production.v1"),
            "broken",
            "operator-1"),
        added(decision));
  }

  /** It is the same chip: an operator may add what the bureau reported by other ways. */
  @Test
  void theFactsOfTheSamePieceOfPlasticAreCompleted() {
    Card card = made(PRODUCED);
    Readout serial = new Readout("SERIAL", "5");

    Decision decision =
        Given.cards(card)
            .when(
                new ReplaceProduction(
                    "CA-1", NOW, null, List.of(OLD_CHIP, serial), null, null, null, "TN-2", null));

    assertEquals(
        card.with(
                new Production(
                    EARLIER,
                    EARLIER,
                    List.of(OLD_CHIP, serial),
                    EARLIER,
                    "S-1",
                    "DHL",
                    List.of("TN-1", "TN-2"),
                    null))
            .announced(),
        Then.applied(decision).card());
    assertEquals(
        new Production(null, null, List.of(serial), null, null, null, List.of("TN-2"), null),
        added(decision).added());
  }

  @Test
  void aReplacementThatChangesNothingIsAppliedLikeARepeatedExtension() {
    Card card = made(PRODUCED);

    Decision decision = Given.cards(card).when(Messages.replace("CA-1"));

    assertEquals(card.announced(), Then.applied(decision).card());
    assertEquals(card.order(), added(decision).order());
    assertEquals(Production.NONE, added(decision).added());
  }

  @Test
  void givenFactsBeyondTheLimitAreLeftOutMarkedAndCounted() {
    Readout large = new Readout("A", "v".repeat(Production.MAX_READOUT_CHARACTERS));

    Decision decision =
        Given.cards(made(PRODUCED))
            .when(
                new ReplaceProduction(
                    "CA-2", null, null, List.of(large, NEW_CHIP), null, null, null, null, null));

    assertEquals(1, Then.applied(decision).factsLeftOut());
    assertTrue(added(decision).factsTruncated());
    assertEquals(List.of(NEW_CHIP), added(decision).added().readouts());
  }

  @ParameterizedTest
  @EnumSource(names = {"ORDERED", "IN_PRODUCTION"})
  void theAcceptedOrderReplacesTheKnownOne(CardState state) {
    TestFold fold = Given.cards(made(state)).fold();
    CardShipped underNew = new CardShipped("OD-1-B", "CA-1", null, null, null, null, null);
    Then.rejected(RejectionCode.ORDER_MISMATCH, fold.apply(Messages.message("n-1", underNew)));

    Card after =
        Then.applied(fold.apply(Messages.message("m-1", Messages.accept("OD-1-B")))).card();

    assertEquals(
        made(state).ordered(new OrderReference(BATCH, "OD-1-B", "CA-1")).announced(), after);
    Then.rejected(
        RejectionCode.ORDER_MISMATCH, fold.apply(Messages.message("n-2", Messages.produced())));
    Then.rejected(
        RejectionCode.ORDER_MISMATCH,
        fold.apply(Messages.message("n-3", new OrderAccepted(BATCH, ORDER, null))));
    assertEquals(
        PRODUCED, Then.applied(fold.apply(Messages.message("n-4", underNew))).card().state());
  }

  @Test
  void theEventOfAnAcceptedOrderHasTheOrderAlone() {
    Decision decision = Given.cards(made(ORDERED)).when(Messages.accept("OD-1-B"));

    FactsAdded event = added(decision);
    assertEquals(new OrderReference(BATCH, "OD-1-B", "CA-1"), event.order());
    assertEquals(Production.NONE, event.added());
    assertEquals("part order", event.reason());
  }

  @Test
  void anOrderThatIsKnownIsAcceptedAgainLikeARepeatedExtension() {
    Card card = made(ORDERED);

    Decision decision = Given.cards(card).when(Messages.accept(ORDER));

    assertEquals(card.announced(), Then.applied(decision).card());
    assertEquals(8, added(decision).version());
  }

  @Test
  void aCardThatWasNotInTheParcelOfItsOrderStaysWhereItIs() {
    Card left = SampleCards.in(IN_PRODUCTION);
    Card sent =
        new Card("T-2", 7, IN_PRODUCTION, NOW, false, left.order(), OLD, null, null, 0, null);
    TestFold fold = Given.cards(left, sent).fold();

    fold.apply(Messages.message("n-1", "T-2", Messages.shipped("TN-2")));
    fold.apply(Messages.message("n-2", "T-2", new CardProduced(ORDER, null, null, List.of())));

    assertEquals(
        Map.of("T-2", PRODUCED),
        fold.changed().stream().collect(Collectors.toMap(Card::id, Card::state)));
    Decision later = fold.apply(Messages.message("n-3", Messages.shipped("TN-3")));
    assertEquals(new Shipment(null, null, List.of("TN-3")), Then.change(later).shipment());
  }

  private static FactsAdded added(Decision decision) {
    List<Event> events = Then.applied(decision).events();
    assertEquals(1, events.size());
    return assertInstanceOf(FactsAdded.class, events.get(0));
  }

  /** A card with all facts of a piece of plastic. */
  private static Card made(CardState state) {
    return SampleCards.in(state).toBuilder()
        .order(new OrderReference(BATCH, ORDER, "CA-1"))
        .production(OLD)
        .chipSerial("04:A2:24")
        .build();
  }
}
