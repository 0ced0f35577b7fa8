package io.cardflow.domain;

import static io.cardflow.domain.CardState.ASSIGNED;
import static io.cardflow.domain.CardState.PROCESSING;
import static io.cardflow.domain.CardState.UNASSIGNED;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cardflow.domain.Decision.Duplicate;
import io.cardflow.domain.Decision.Rejected;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** A message is decided only once, however often it arrives. */
class RepeatedMessageTest {

  private static final Message LOCK = Messages.message("m-1", Messages.lock());

  @Test
  void anAppliedMessageHasNoSecondEffect() {
    Fold fold = Given.card(UNASSIGNED).fold();
    fold.apply(LOCK);

    Decision decision = fold.apply(LOCK);

    assertInstanceOf(Duplicate.class, decision);
  }

  @Test
  void aRefusedMessageHasNoSecondAnswer() {
    Fold fold = Given.card(PROCESSING).fold();
    fold.apply(LOCK);

    Decision decision = fold.apply(LOCK);

    assertInstanceOf(Duplicate.class, decision);
  }

  @Test
  void aStaleMessageIsADuplicateTheSecondTime() {
    Fold fold = Given.card(ASSIGNED).fold();
    fold.apply(Messages.message("n-1", Messages.shipped()));

    Decision decision = fold.apply(Messages.message("n-1", Messages.shipped()));

    assertInstanceOf(Duplicate.class, decision);
  }

  @Test
  void aMessageRefusedBeforeIsNotDecidedAgainWhenTheStateWouldAllowIt() {
    Fold fold = Given.card(ASSIGNED).fold();
    Message assign = Messages.message("m-1", Messages.assign());
    fold.apply(assign);
    fold.apply(Messages.message("m-2", Messages.withdraw()));

    Decision decision = fold.apply(assign);

    assertInstanceOf(Duplicate.class, decision);
  }

  @Test
  void aMessageDecidedBeforeTheFoldIsADuplicate() {
    Fold fold = knowing(LOCK.fingerprint());

    Decision decision = fold.apply(LOCK);

    assertInstanceOf(Duplicate.class, decision);
  }

  @Test
  void anIdDecidedBeforeTheFoldWithOtherContentIsRefused() {
    Fold fold = knowing(new UUID(1, 2));

    Decision decision = fold.apply(LOCK);

    Then.rejected(RejectionCode.ID_REUSED, decision);
  }

  @Test
  void anIdUsedForAnotherCardIsRefused() {
    Fold fold = Given.card(UNASSIGNED).fold();
    fold.apply(LOCK);

    Decision decision = fold.apply(Messages.message("m-1", "T-000043", Messages.lock()));

    Then.rejected(RejectionCode.ID_REUSED, decision);
  }

  @Test
  void aReusedIdIsRefusedEachTime() {
    Fold fold = Given.card(UNASSIGNED).fold();
    fold.apply(LOCK);
    fold.apply(Messages.message("m-1", Messages.assign()));

    Decision decision = fold.apply(Messages.message("m-1", Messages.assign()));

    Then.rejected(RejectionCode.ID_REUSED, decision);
  }

  @Test
  void theFirstMessageOfAnIdStaysADuplicateAfterTheIdWasReused() {
    Fold fold = Given.card(UNASSIGNED).fold();
    fold.apply(LOCK);
    fold.apply(Messages.message("m-1", Messages.assign()));

    Decision decision = fold.apply(LOCK);

    assertInstanceOf(Duplicate.class, decision);
  }

  @Test
  void aReusedIdIsRejectedWithTheCurrentCard() {
    Card card = SampleCards.in(UNASSIGNED);
    Fold fold = Given.cards(card).fold();
    fold.apply(Messages.message("m-1", new Message.UnknownType()));

    Decision decision = fold.apply(LOCK);

    assertEquals(card, assertInstanceOf(Rejected.class, decision).card());
  }

  @Test
  void theSameIdOfAnotherSourceIsAnotherMessage() {
    Fold fold = Given.card(ASSIGNED).fold();
    fold.apply(Messages.message("m-1", Messages.withdraw()));

    Decision decision = fold.apply(Messages.message("m-1", Messages.shipped()));

    Then.stale(decision);
  }

  @Test
  void duplicatesAloneChangeNothing() {
    Fold fold = knowing(LOCK.fingerprint());

    fold.apply(LOCK);

    assertTrue(fold.changed().isEmpty());
  }

  @Test
  void anUnknownTypeIsRefusedAndRemembered() {
    Fold fold = Given.card(UNASSIGNED).fold();
    Message unknown = Messages.message("m-1", new Message.UnknownType());
    Then.rejected(RejectionCode.UNKNOWN_TYPE, fold.apply(unknown));

    Decision decision = fold.apply(unknown);

    assertInstanceOf(Duplicate.class, decision);
  }

  private static Fold knowing(UUID fingerprint) {
    Card card = SampleCards.in(UNASSIGNED);
    return new Fold(
        Given.QUEUED,
        SampleCards.NOW,
        new Fold.Known(
            Map.of(card.id(), card), Map.of(), Map.of(), Map.of(LOCK.id(), fingerprint)));
  }
}
