package io.cardflow.domain;

import static io.cardflow.domain.CardState.ASSIGNED;
import static io.cardflow.domain.CardState.EXPIRED;
import static io.cardflow.domain.SampleCards.NOW;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.cardflow.domain.Command.AssignCard;
import io.cardflow.domain.Command.ExpireCard;
import io.cardflow.domain.Command.ExtendCard;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** A timer belongs to one assignment and one validity. */
class TimerTest {

  @Test
  void aTimerExpiresTheCardAtTheMomentItsValidityEnds() {
    Given given = Given.card(ASSIGNED).at(SampleCards.ASSIGNMENT.validUntil());

    Decision decision = given.when(new ExpireCard(1));

    assertEquals(EXPIRED, Then.change(decision).to());
  }

  @Test
  void anEarlyTimerIsStale() {
    Given given = Given.card(ASSIGNED).at(SampleCards.ASSIGNMENT.validUntil().minusMillis(1));

    Decision decision = given.when(new ExpireCard(1));

    Then.rejected(RejectionCode.STALE_TIMER, decision);
  }

  @Test
  void aTimerOfAnotherAssignmentIsStale() {
    Given given = Given.card(ASSIGNED);

    Decision decision = given.when(new ExpireCard(2));

    Then.rejected(RejectionCode.STALE_TIMER, decision);
  }

  @Test
  void aTimerIsStaleAfterAnExtension() {
    TestFold fold = Given.card(ASSIGNED).fold();
    fold.apply(Messages.message("m-1", new ExtendCard(NOW.plusMillis(1))));

    Decision decision = fold.apply(Messages.message("m-2", new ExpireCard(1)));

    Then.rejected(RejectionCode.STALE_TIMER, decision);
  }

  @Test
  void aTimerIsStaleAfterAWithdrawal() {
    TestFold fold = Given.card(ASSIGNED).fold();
    fold.apply(Messages.message("m-1", Messages.withdraw()));

    Decision decision = fold.apply(Messages.message("m-2", new ExpireCard(1)));

    Then.rejected(RejectionCode.STALE_TIMER, decision);
  }

  @Test
  void aTimerIsStaleAfterAReassignmentThatHasPassedToo() {
    Assignment second = new Assignment(2, "bert", NOW.minus(Duration.ofDays(2)), NOW);
    Given given = Given.cards(SampleCards.assigned(SampleCards.ID, second));

    Decision decision = given.when(new ExpireCard(1));

    Then.rejected(RejectionCode.STALE_TIMER, decision);
  }

  @Test
  void anAssignmentIsNumberedOneAboveTheLast() {
    TestFold fold = Given.card(ASSIGNED).fold();
    fold.apply(Messages.message("m-1", Messages.withdraw()));

    Decision decision = fold.apply(Messages.message("m-2", new AssignCard("bert", null)));

    assertEquals(2, Then.change(decision).assignment().number());
  }
}
