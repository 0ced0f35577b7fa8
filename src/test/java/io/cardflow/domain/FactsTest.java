package io.cardflow.domain;

import static io.cardflow.domain.CardState.ABORTED;
import static io.cardflow.domain.CardState.FAILED;
import static io.cardflow.domain.CardState.IN_PRODUCTION;
import static io.cardflow.domain.CardState.LOCKED;
import static io.cardflow.domain.CardState.ORDERED;
import static io.cardflow.domain.CardState.PROCESSING;
import static io.cardflow.domain.SampleCards.BATCH;
import static io.cardflow.domain.SampleCards.NOW;
import static io.cardflow.domain.SampleCards.ORDER;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cardflow.domain.Decision.Rejected;
import io.cardflow.domain.ProducerStatus.CardProduced;
import io.cardflow.domain.ProducerStatus.CardShipped;
import io.cardflow.domain.ProducerStatus.OrderRefused;
import io.cardflow.domain.ProducerStatus.ProductionFailed;
import io.cardflow.domain.ProducerStatus.ProductionStarted;
import io.cardflow.domain.ProducerStatus.Readout;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Facts from the bureau are kept whenever they arrive, and known facts never change. */
class FactsTest {

  private static final Instant EARLIER = NOW.minusSeconds(60);
  private static final Readout UID = new Readout("UID", "04A2");
  private static final Readout SERIAL = new Readout("SERIAL", "77");

  @Test
  void aStatusThatMovesTheCardAddsItsFacts() {
    Given given = Given.card(ORDERED);

    Decision decision = given.when(new CardProduced(ORDER, "CA-1", EARLIER, List.of(UID)));

    Card card = Then.applied(decision).card();
    assertEquals("CA-1", card.order().producerCardId());
    assertEquals(EARLIER, card.production().producedAt());
    assertEquals(List.of(UID), card.production().readouts());
  }

  @ParameterizedTest
  @EnumSource(names = {"IN_PRODUCTION", "PRODUCED", "UNASSIGNED", "ASSIGNED", "EXPIRED", "LOCKED"})
  void aLateStatusBringsItsFactsAndMovesNothing(CardState state) {
    Card card = SampleCards.in(state);
    Given given = Given.cards(card);

    Decision decision = given.when(new ProductionStarted(ORDER, "CA-1", EARLIER));

    Production facts = new Production(EARLIER, null, List.of(), null, null, null, List.of(), null);
    assertEquals(
        card.with(facts).ordered(new OrderReference(BATCH, ORDER, "CA-1")), Then.stale(decision));
  }

  @Test
  void aLateFactIsAmongTheChangedCards() {
    TestFold fold = Given.card(LOCKED).fold();

    fold.apply(Messages.message(Messages.shipped("TN-1")));

    assertEquals(List.of("TN-1"), fold.changed().iterator().next().production().trackingNumbers());
  }

  @Test
  void aStatusWithoutNewFactsChangesNoCard() {
    TestFold fold = Given.card(LOCKED).fold();

    fold.apply(Messages.message(Messages.shipped()));

    assertTrue(fold.changed().isEmpty());
  }

  @Test
  void trackingNumbersAccumulateInTheirOrderOnceEach() {
    TestFold fold = Given.card(IN_PRODUCTION).fold();
    fold.apply(Messages.message("n-1", Messages.shipped("TN-2")));
    fold.apply(Messages.message("n-2", Messages.shipped("TN-1")));

    Decision decision = fold.apply(Messages.message("n-3", Messages.shipped("TN-2")));

    assertEquals(List.of("TN-2", "TN-1"), Then.stale(decision).production().trackingNumbers());
  }

  @Test
  void aShipmentWithoutATrackingNumberKeepsTheKnownOnes() {
    TestFold fold = Given.card(IN_PRODUCTION).fold();
    fold.apply(Messages.message("n-1", Messages.shipped("TN-1")));

    Decision decision = fold.apply(Messages.message("n-2", Messages.shipped()));

    assertEquals(List.of("TN-1"), Then.stale(decision).production().trackingNumbers());
  }

  @Test
  void theFirstShipmentFactsAreKept() {
    TestFold fold = Given.card(IN_PRODUCTION).fold();
    fold.apply(
        Messages.message(
            "n-1", new CardShipped(ORDER, "CA-1", EARLIER, "S-1", "DHL", "TN-1", null)));

    Decision decision =
        fold.apply(
            Messages.message(
                "n-2", new CardShipped(ORDER, "CA-1", NOW, "S-2", "UPS", "TN-1", null)));

    Card card = Then.stale(decision);
    assertEquals("CA-1", card.order().producerCardId());
    assertEquals(
        new Production(null, null, List.of(), EARLIER, "S-1", "DHL", List.of("TN-1"), null),
        card.production());
  }

  @Test
  void theFirstProductionFactsAreKept() {
    TestFold fold = Given.card(ORDERED).fold();
    fold.apply(Messages.message("n-1", new CardProduced(ORDER, null, EARLIER, List.of(UID))));

    Decision decision =
        fold.apply(
            Messages.message(
                "n-2", new CardProduced(ORDER, null, NOW, List.of(new Readout("UID", "0000")))));

    Production facts = Then.stale(decision).production();
    assertEquals(EARLIER, facts.producedAt());
    assertEquals(List.of(UID), facts.readouts());
  }

  @Test
  void readoutsNotYetKnownAreAdded() {
    TestFold fold = Given.card(ORDERED).fold();
    fold.apply(Messages.message("n-1", new CardProduced(ORDER, null, null, List.of(UID))));

    Decision decision =
        fold.apply(
            Messages.message("n-2", new CardProduced(ORDER, null, null, List.of(UID, SERIAL))));

    assertEquals(List.of(UID, SERIAL), Then.stale(decision).production().readouts());
  }

  @Test
  void theStartOfProductionIsKeptAfterTheCardWasProduced() {
    TestFold fold = Given.card(ORDERED).fold();
    fold.apply(Messages.message("n-1", Messages.produced()));

    Decision decision =
        fold.apply(Messages.message("n-2", new ProductionStarted(ORDER, null, EARLIER)));

    assertEquals(EARLIER, Then.stale(decision).production().startedAt());
  }

  @Test
  void theFirstFailureIsKept() {
    Given given = Given.card(FAILED);

    Decision decision = given.when(new ProductionFailed(ORDER, "CA-1", "LATER", null));

    Card card = Then.stale(decision);
    assertEquals(new Failure("PRINTER", null), card.failure());
    assertEquals("CA-1", card.order().producerCardId());
  }

  @Test
  void aRefusalOfTheOrderHasAReason() {
    Given given = Given.card(PROCESSING);

    Decision decision = given.when(new OrderRefused(BATCH, "CA-1", "LAYOUT", "unknown"));

    Event.StateChanged change = Then.change(decision);
    assertEquals(new Failure("LAYOUT", "unknown"), change.failure());
    assertEquals(new OrderReference(BATCH, null, "CA-1"), change.order());
  }

  @ParameterizedTest
  @EnumSource(names = {"REQUESTED", "PROCESSING", "ABORTED", "FAILED"})
  void aRejectedStatusLeavesNoFacts(CardState state) {
    Card card = SampleCards.in(state);
    Given given = Given.cards(card);

    Decision decision = given.when(Messages.shipped("TN-1"));

    assertEquals(card, assertInstanceOf(Rejected.class, decision).card());
  }

  @Test
  void aRejectedStatusChangesNoCard() {
    TestFold fold = Given.card(ABORTED).fold();

    fold.apply(Messages.message(Messages.shipped("TN-1")));

    assertTrue(fold.changed().isEmpty());
  }

  @Test
  void theFactsKnownBeforeArePublishedWithTheShipment() {
    TestFold fold = Given.card(ORDERED).fold();
    fold.apply(Messages.message("n-1", new CardProduced(ORDER, "CA-1", null, List.of())));

    Decision decision = fold.apply(Messages.message("n-2", Messages.shipped("TN-1")));

    Event.StateChanged change = Then.change(decision);
    assertEquals("CA-1", change.order().producerCardId());
    assertEquals(List.of("TN-1"), change.shipment().trackingNumbers());
  }

  @Test
  void readoutsBeyondTheLimitInSumAreLeftOutAndTheCardMovesOn() {
    String half = "v".repeat(Production.MAX_READOUT_CHARACTERS / 2);
    Readout first = new Readout("A", half.substring(1));
    Readout second = new Readout("B", half);
    Given given = Given.card(ORDERED);

    Decision decision =
        given.when(new CardProduced(ORDER, null, EARLIER, List.of(first, second, UID)));

    Card card = Then.applied(decision).card();
    assertEquals(IN_PRODUCTION, card.state());
    assertEquals(List.of(first, UID), card.production().readouts());
    assertEquals(1, Then.applied(decision).factsLeftOut());
    assertTrue(Then.change(decision).factsTruncated());
  }

  @Test
  void factsWithinTheLimitAreNotMarked() {
    Decision decision =
        Given.card(ORDERED).when(new CardProduced(ORDER, null, EARLIER, List.of(UID, SERIAL)));

    assertEquals(0, Then.applied(decision).factsLeftOut());
    assertFalse(Then.change(decision).factsTruncated());
  }

  @Test
  void aFactThatIsKnownIsNotLeftOut() {
    Production facts = Production.NONE.with(new CardProduced(ORDER, null, null, List.of(UID)));

    assertEquals(0, facts.leftOut(new CardProduced(ORDER, null, null, List.of(UID))));
    assertEquals(0, facts.leftOut(new CardProduced(ORDER, null, null, List.of(UID, SERIAL))));
  }

  @Test
  void factsThatWereLeftOutOfALateStatusAreCounted() {
    TestFold fold = Given.card(LOCKED).fold();
    Readout large = new Readout("A", "v".repeat(Production.MAX_READOUT_CHARACTERS));

    Decision decision =
        fold.apply(Messages.message(new CardProduced(ORDER, null, null, List.of(large))));

    assertEquals(1, assertInstanceOf(Decision.Stale.class, decision).factsLeftOut());
    assertEquals(List.of(), Then.stale(decision).production().readouts());
  }

  @Test
  void aFactThatWasLeftOutIsNotNew() {
    Readout large = new Readout("A", "v".repeat(Production.MAX_READOUT_CHARACTERS));

    assertFalse(Production.NONE.isNews(new CardProduced(ORDER, null, null, List.of(large))));
  }

  @Test
  void readoutsLeaveRoomForTheShipment() {
    Readout large = new Readout("A", "v".repeat(Production.MAX_READOUT_CHARACTERS - 1));
    Production facts = Production.NONE.with(new CardProduced(ORDER, null, null, List.of(large)));

    CardShipped shipped = new CardShipped(ORDER, null, NOW, "S-1", "DHL", "n".repeat(128), null);

    assertEquals(0, facts.leftOut(shipped));
    assertEquals(1, facts.with(shipped).trackingNumbers().size());
  }

  @Test
  void allFactsTogetherStayWithinTheLimit() {
    Production facts = Production.NONE;
    int leftOut = 0;
    for (int number = 0; number < 3 * Production.MOST; number++) {
      String text = number + "t".repeat(120);
      ProducerStatus status =
          number % 2 == 0
              ? new CardShipped(ORDER, null, NOW, text, text, text, null)
              : new CardProduced(ORDER, null, null, List.of(new Readout(text, text)));
      leftOut += facts.leftOut(status);
      facts = facts.with(status);
    }

    int characters = facts.shipmentId().length() + facts.carrier().length();
    characters += facts.trackingNumbers().stream().mapToInt(String::length).sum();
    characters +=
        facts.readouts().stream().mapToInt(r -> r.type().length() + r.value().length()).sum();
    assertTrue(characters <= Production.MAX_CHARACTERS, characters + " characters");
    assertTrue(characters > Production.MAX_CHARACTERS - 250, characters + " characters");
    assertEquals(
        3 * Production.MOST - facts.trackingNumbers().size() - facts.readouts().size(), leftOut);
  }

  @Test
  void trackingNumbersBeyondTheLimitAreLeftOut() {
    Production facts = Production.NONE;

    for (int number = 0; number <= Production.MOST; number++) {
      facts = facts.with(Messages.shipped("TN-" + number));
    }

    assertEquals(Production.MOST, facts.trackingNumbers().size());
    assertEquals(1, facts.leftOut(Messages.shipped("one more")));
  }

  @Test
  void aCardWhoseFactsRetentionRemovedTakesInNoOthers() {
    Card shrunk =
        Card.builder(SampleCards.ID)
            .version(9)
            .state(CardState.LOCKED)
            .since(SampleCards.NOW)
            .shrunk(true)
            .build();

    Decision decision = Given.cards(shrunk).when(Messages.shipped());

    assertEquals(new Decision.Stale(shrunk, 0), decision);
  }
}
