package io.cardflow.domain;

import static io.cardflow.domain.CardState.ASSIGNED;
import static io.cardflow.domain.CardState.UNASSIGNED;
import static io.cardflow.domain.SampleCards.HOLDER;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.cardflow.domain.Command.AssignCard;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** A holder has one card at a time, across all cards. */
class HolderTest {

  private static final String OTHER = "T-000043";

  @Test
  void aSecondCardIsRefused() {
    Given given = Given.cards(SampleCards.in(UNASSIGNED), SampleCards.assigned(OTHER, HOLDER));

    Decision decision = given.when(new AssignCard(HOLDER, null));

    Then.rejected(RejectionCode.HOLDER_HAS_CARD, decision);
  }

  @Test
  void theCardOfAnotherHolderDoesNotCount() {
    Given given = Given.cards(SampleCards.in(UNASSIGNED), SampleCards.assigned(OTHER, "bert"));

    Decision decision = given.when(new AssignCard(HOLDER, null));

    assertEquals(ASSIGNED, Then.change(decision).to());
  }

  @Test
  void aSecondCardIsAssignedIfTheSettingAllowsSeveral() {
    Given given =
        Given.cards(SampleCards.in(UNASSIGNED), SampleCards.assigned(OTHER, HOLDER))
            .policy(Given.SEVERAL_CARDS);

    Decision decision = given.when(new AssignCard(HOLDER, null));

    assertEquals(ASSIGNED, Then.change(decision).to());
  }

  @Test
  void aSecondCardIsAssignedInOneFoldIfTheSettingAllowsSeveral() {
    TestFold fold = twoInThePool().policy(Given.SEVERAL_CARDS).fold();
    fold.apply(Messages.message("m-1", OTHER, new AssignCard(HOLDER, null)));

    Decision decision = fold.apply(Messages.message("m-2", new AssignCard(HOLDER, null)));

    assertEquals(ASSIGNED, Then.change(decision).to());
  }

  @Test
  void aCardAssignedJustBeforeCounts() {
    TestFold fold = twoInThePool().fold();
    fold.apply(Messages.message("m-1", OTHER, new AssignCard(HOLDER, null)));

    Decision decision = fold.apply(Messages.message("m-2", new AssignCard(HOLDER, null)));

    Then.rejected(RejectionCode.HOLDER_HAS_CARD, decision);
  }

  @Test
  void aWithdrawnCardNoLongerCounts() {
    Decision decision = assignAfter(Messages.withdraw());

    assertEquals(ASSIGNED, Then.change(decision).to());
  }

  @Test
  void aLockedCardNoLongerCounts() {
    Decision decision = assignAfter(Messages.lock());

    assertEquals(ASSIGNED, Then.change(decision).to());
  }

  @Test
  void anExpiredCardNoLongerCounts() {
    Decision decision = assignAfter(Messages.expire());

    assertEquals(ASSIGNED, Then.change(decision).to());
  }

  @Test
  void aCardWhoseValidityHasPassedCountsUntilItHasExpired() {
    Decision decision = assignAfter(new Command.ExpireCard(2));

    Then.rejected(RejectionCode.HOLDER_HAS_CARD, decision);
  }

  @Test
  void anExtendedCardStillCounts() {
    Decision decision = assignAfter(Messages.extend());

    Then.rejected(RejectionCode.HOLDER_HAS_CARD, decision);
  }

  @Test
  void withdrawingAnExpiredCardDoesNotFreeTheHolderOfAnother() {
    TestFold fold =
        Given.cards(
                SampleCards.in(UNASSIGNED),
                SampleCards.assigned(OTHER, HOLDER),
                expired("T-000044"))
            .fold();
    fold.apply(Messages.message("m-1", "T-000044", Messages.withdraw()));

    Decision decision = fold.apply(Messages.message("m-2", new AssignCard(HOLDER, null)));

    Then.rejected(RejectionCode.HOLDER_HAS_CARD, decision);
  }

  @Test
  void anEarlierCardDoesNotCountOnceTheSettingAllowsSeveral() {
    Card counted = SampleCards.assigned(OTHER, HOLDER);
    TestFold fold = knowing(Given.SEVERAL_CARDS, SampleCards.in(UNASSIGNED), counted);

    Decision decision = fold.apply(Messages.message(new AssignCard(HOLDER, null)));

    assertEquals(ASSIGNED, Then.change(decision).to());
  }

  @Test
  void withdrawingACardThatDoesNotCountDoesNotFreeTheHolderOfTheOneThatDoes() {
    Card counted = SampleCards.assigned(OTHER, HOLDER);
    Card second = SampleCards.assigned("T-000044", HOLDER);
    TestFold fold = knowing(Given.QUEUED, SampleCards.in(UNASSIGNED), second, counted);
    fold.apply(Messages.message("m-1", "T-000044", Messages.withdraw()));

    Decision decision = fold.apply(Messages.message("m-2", new AssignCard(HOLDER, null)));

    Then.rejected(RejectionCode.HOLDER_HAS_CARD, decision);
  }

  /** The setting was switched in between, so the card that counts is {@code OTHER} alone. */
  private static TestFold knowing(Policy policy, Card... cards) {
    return new TestFold(
        policy,
        SampleCards.NOW,
        new Fold.Known(
            Arrays.stream(cards).collect(Collectors.toMap(Card::id, card -> card)),
            Map.of(),
            Map.of(HOLDER, OTHER),
            KnownMessages.NONE));
  }

  private static Decision assignAfter(Message.Body aboutTheOther) {
    TestFold fold =
        Given.cards(SampleCards.in(UNASSIGNED), SampleCards.assigned(OTHER, HOLDER)).fold();
    fold.apply(Messages.message("m-1", OTHER, aboutTheOther));
    return fold.apply(Messages.message("m-2", new AssignCard(HOLDER, null)));
  }

  private static Given twoInThePool() {
    return Given.cards(
        SampleCards.in(UNASSIGNED),
        SampleCards.assigned(OTHER, HOLDER).released().entered(UNASSIGNED, SampleCards.NOW));
  }

  private static Card expired(String id) {
    return SampleCards.assigned(id, HOLDER).entered(CardState.EXPIRED, SampleCards.NOW);
  }
}
