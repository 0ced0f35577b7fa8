package io.cardflow.domain;

import static io.cardflow.domain.CardState.ASSIGNED;
import static io.cardflow.domain.CardState.UNASSIGNED;
import static io.cardflow.domain.SampleCards.HOLDER;
import static io.cardflow.domain.SampleCards.NOW;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import io.cardflow.domain.Command.AssignCard;
import io.cardflow.domain.Command.ExtendCard;
import io.cardflow.domain.Event.ValidityExtended;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** How long an assignment lasts. */
class ValidityTest {

  @Test
  void theDefaultValidityIsTheConfiguredOne() {
    Given given =
        Given.card(UNASSIGNED).policy(new Policy(true, Duration.ofDays(5), true, Given.REMINDERS));

    Decision decision = given.when(new AssignCard(HOLDER, null));

    assertEquals(
        new Assignment(1, HOLDER, NOW, NOW.plus(Duration.ofDays(5))),
        Then.change(decision).assignment());
  }

  @Test
  void anAssignmentLastsUntilTheDateItNames() {
    Instant until = NOW.plusMillis(1);
    Given given = Given.card(UNASSIGNED);

    Decision decision = given.when(new AssignCard(HOLDER, until));

    assertEquals(until, Then.change(decision).assignment().validUntil());
  }

  @Test
  void anAssignmentUntilNowIsRefused() {
    Given given = Given.card(UNASSIGNED);

    Decision decision = given.when(new AssignCard(HOLDER, NOW));

    Then.rejected(RejectionCode.INVALID_VALIDITY, decision);
  }

  @Test
  void anExtensionUntilNowIsRefused() {
    Given given = Given.card(ASSIGNED);

    Decision decision = given.when(new ExtendCard(NOW));

    Then.rejected(RejectionCode.INVALID_VALIDITY, decision);
  }

  @Test
  void anExtensionChangesOnlyTheValidityAndTheVersion() {
    Instant until = NOW.plusMillis(1);
    Card card = SampleCards.in(ASSIGNED);
    Given given = Given.cards(card);

    Decision decision = given.when(new ExtendCard(until));

    Assignment moved = new Assignment(1, HOLDER, SampleCards.ASSIGNMENT.validFrom(), until);
    assertEquals(card.assigned(moved).announced(), Then.applied(decision).card());
  }

  @Test
  void anExtensionContainsThePreviousValidity() {
    Given given = Given.card(ASSIGNED);

    Decision decision = given.when(new ExtendCard(NOW.plusMillis(1)));

    Event event = Then.applied(decision).events().get(0);
    assertEquals(
        SampleCards.ASSIGNMENT.validUntil(),
        assertInstanceOf(ValidityExtended.class, event).previousValidUntil());
  }

  @Test
  void anExtensionMayShortenTheValidity() {
    Assignment year = new Assignment(1, HOLDER, NOW, NOW.plus(Duration.ofDays(365)));
    Given given = Given.cards(SampleCards.assigned(SampleCards.ID, year));

    Decision decision = given.when(new ExtendCard(NOW.plusMillis(1)));

    assertEquals(NOW.plusMillis(1), Then.applied(decision).card().assignment().validUntil());
  }

  @Test
  void aValidityThatHasPassedCanBeExtendedUntilTheTimerComes() {
    Given given = Given.card(ASSIGNED).at(NOW.plus(Duration.ofHours(1)));

    Decision decision = given.when(new ExtendCard(NOW.plus(Duration.ofDays(1))));

    assertEquals(ASSIGNED, Then.applied(decision).card().state());
  }
}
