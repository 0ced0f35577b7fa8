package io.cardflow.domain;

import static io.cardflow.domain.CardState.ASSIGNED;
import static io.cardflow.domain.CardState.EXPIRED;
import static io.cardflow.domain.CardState.ORDERED;
import static io.cardflow.domain.CardState.PROCESSING;
import static io.cardflow.domain.CardState.UNASSIGNED;
import static io.cardflow.domain.SampleCards.BATCH;
import static io.cardflow.domain.SampleCards.HOLDER;
import static io.cardflow.domain.SampleCards.NOW;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import io.cardflow.domain.Command.AssignCard;
import io.cardflow.domain.Command.ExtendCard;
import io.cardflow.domain.Decision.Rejected;
import java.time.Instant;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** The checks of a command come in a fixed order; the first that fails gives the code. */
class CommandChecksTest {

  private static final Instant PAST = NOW.minusMillis(1);
  private static final Card OTHER_OF_HOLDER = SampleCards.assigned("T-000043", HOLDER);

  @Test
  void anUnknownCardIsReportedBeforeTheValidity() {
    Given given = Given.cards(OTHER_OF_HOLDER);

    Decision decision = given.when(new AssignCard(HOLDER, PAST));

    Then.rejected(RejectionCode.UNKNOWN_CARD, decision);
  }

  @Test
  void theStateIsReportedBeforeTheOrderThatHoldsTheCard() {
    Given given = Given.card(ORDERED).heldBy(BATCH);

    Decision decision = given.when(Messages.abort());

    Then.rejected(RejectionCode.TRANSITION_NOT_ALLOWED, decision);
  }

  @Test
  void theOrderThatHoldsTheCardIsReportedWhenTheStateAllowsTheCommand() {
    Given given = Given.card(PROCESSING).heldBy(BATCH);

    Decision decision = given.when(Messages.abort());

    Then.rejected(RejectionCode.ORDER_IN_FLIGHT, decision);
  }

  @Test
  void theStateIsReportedBeforeTheValidityOfAnAssignment() {
    Given given = Given.cards(SampleCards.in(EXPIRED), OTHER_OF_HOLDER);

    Decision decision = given.when(new AssignCard(HOLDER, PAST));

    Then.rejected(RejectionCode.TRANSITION_NOT_ALLOWED, decision);
  }

  @Test
  void theStateIsReportedBeforeTheValidityOfAnExtension() {
    Given given = Given.card(UNASSIGNED);

    Decision decision = given.when(new ExtendCard(PAST));

    Then.rejected(RejectionCode.TRANSITION_NOT_ALLOWED, decision);
  }

  @Test
  void theValidityIsReportedBeforeTheHolder() {
    Given given = Given.cards(SampleCards.in(UNASSIGNED), OTHER_OF_HOLDER);

    Decision decision = given.when(new AssignCard(HOLDER, PAST));

    Then.rejected(RejectionCode.INVALID_VALIDITY, decision);
  }

  @Test
  void theHolderIsReportedLast() {
    Given given = Given.cards(SampleCards.in(UNASSIGNED), OTHER_OF_HOLDER);

    Decision decision = given.when(new AssignCard(HOLDER, NOW.plusMillis(1)));

    Then.rejected(RejectionCode.HOLDER_HAS_CARD, decision);
  }

  @Test
  void aRejectionNamesTheRequiredAndTheActualState() {
    Given given = Given.card(PROCESSING);

    Decision decision = given.when(Messages.lock());

    assertEquals(
        "lock-card needs UNASSIGNED or ASSIGNED; the card is PROCESSING",
        assertInstanceOf(Rejected.class, decision).detail());
  }

  @Test
  void aRejectionNamesNoHolder() {
    Given given = Given.cards(SampleCards.in(UNASSIGNED), OTHER_OF_HOLDER);

    Decision decision = given.when(Messages.assign());

    String detail = assertInstanceOf(Rejected.class, decision).detail();
    assertEquals(-1, detail.indexOf(HOLDER));
  }

  @Test
  void theQueueSettingIsTheDefaultForRequests() {
    Given given = Given.noCard().policy(Given.QUEUED);

    Decision decision = given.when(Messages.request(null));

    assertEquals(PROCESSING, Then.applied(decision).card().state());
  }

  @Test
  void aCardIsOrderedImmediatelyIfThatIsTheDefault() {
    Given given = Given.noCard().policy(Given.IMMEDIATE);

    Decision decision = given.when(Messages.request(null));

    assertEquals(CardState.REQUESTED, Then.applied(decision).card().state());
  }

  @Test
  void aRequestToQueueOverridesTheSetting() {
    Given given = Given.noCard().policy(Given.IMMEDIATE);

    Decision decision = given.when(Messages.request(true));

    assertEquals(PROCESSING, Then.applied(decision).card().state());
  }

  @Test
  void aRequestToOrderImmediatelyOverridesTheSetting() {
    Given given = Given.noCard().policy(Given.QUEUED);

    Decision decision = given.when(Messages.request(false));

    assertEquals(CardState.REQUESTED, Then.applied(decision).card().state());
  }

  @Test
  void anEventNamesTheCommandTheActorAndTheReason() {
    Given given = Given.card(ASSIGNED);

    Decision decision = given.when(Messages.withdraw());

    Event.StateChanged change = Then.change(decision);
    assertEquals(Trigger.WITHDRAW_CARD, change.trigger());
    assertEquals(
        new Event.Cause("m-1", "/iam", "io.cardflow.command.withdraw-card.v1"), change.cause());
    assertEquals(
        Arrays.asList("operator-1", "returned"), Arrays.asList(change.actor(), change.reason()));
  }

  @Test
  void theChipSerialIsKeptWhenTheCardIsInitialised() {
    Given given = Given.card(CardState.PRODUCED);

    Decision decision = given.when(Messages.initialize());

    assertEquals("04:A2:24", Then.applied(decision).card().chipSerial());
  }
}
