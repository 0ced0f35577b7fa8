package io.cardflow.domain;

import static io.cardflow.domain.CardState.ASSIGNED;
import static io.cardflow.domain.CardState.EXPIRED;
import static io.cardflow.domain.CardState.UNASSIGNED;
import static io.cardflow.domain.SampleCards.ASSIGNMENT;
import static io.cardflow.domain.SampleCards.NOW;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.cardflow.domain.Command.ExtendCard;
import io.cardflow.domain.Event.EndedAssignment;
import io.cardflow.domain.Event.StateChanged;
import io.cardflow.domain.Event.ValidityExtended;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Only the event that ends an assignment contains the ended assignment. */
class EndedAssignmentTest {

  private static final EndedAssignment ENDED = new EndedAssignment(ASSIGNMENT, NOW);

  @Test
  void withdrawingAnAssignedCardEndsItsAssignment() {
    Given given = Given.card(ASSIGNED);

    Decision decision = given.when(Messages.withdraw());

    assertEquals(ENDED, Then.change(decision).endedAssignment());
  }

  @Test
  void withdrawingAnExpiredCardEndsItsAssignment() {
    Given given = Given.card(EXPIRED);

    Decision decision = given.when(Messages.withdraw());

    assertEquals(ENDED, Then.change(decision).endedAssignment());
  }

  @Test
  void lockingAnAssignedCardEndsItsAssignment() {
    Given given = Given.card(ASSIGNED);

    Decision decision = given.when(Messages.lock());

    assertEquals(ENDED, Then.change(decision).endedAssignment());
  }

  @Test
  void lockingACardFromThePoolEndsNone() {
    Given given = Given.card(UNASSIGNED);

    Decision decision = given.when(Messages.lock());

    assertNull(Then.change(decision).endedAssignment());
  }

  @Test
  void expiryKeepsTheAssignment() {
    Given given = Given.card(ASSIGNED);

    Decision decision = given.when(Messages.expire());

    StateChanged change = Then.change(decision);
    assertEquals(ASSIGNMENT, change.assignment());
    assertNull(change.endedAssignment());
    assertEquals(ASSIGNMENT, Then.applied(decision).card().assignment());
  }

  @Test
  void theHolderLeavesTheCardWithTheAssignment() {
    Given given = Given.card(EXPIRED);

    Decision decision = given.when(Messages.withdraw());

    assertNull(Then.change(decision).assignment());
    assertNull(Then.applied(decision).card().assignment());
  }

  @Test
  void anAssignmentEndsWithTheValidityItWasExtendedTo() {
    TestFold fold = Given.card(ASSIGNED).fold();
    Decision extended =
        fold.apply(Messages.message("m-1", new ExtendCard(NOW.plus(Duration.ofDays(1)))));

    Decision decision = fold.apply(Messages.message("m-2", Messages.lock()));

    Event event = Then.applied(extended).events().get(0);
    assertEquals(
        assertInstanceOf(ValidityExtended.class, event).assignment(),
        Then.change(decision).endedAssignment().assignment());
  }

  @Test
  void anAssignmentThatEndedDoesNotEndAgainWithTheCard() {
    TestFold fold = Given.card(ASSIGNED).fold();
    fold.apply(Messages.message("m-1", Messages.withdraw()));

    Decision decision = fold.apply(Messages.message("m-2", Messages.lock()));

    assertNull(Then.change(decision).endedAssignment());
  }
}
