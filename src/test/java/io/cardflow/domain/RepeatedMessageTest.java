package io.cardflow.domain;

import static io.cardflow.domain.CardState.ASSIGNED;
import static io.cardflow.domain.CardState.PROCESSING;
import static io.cardflow.domain.CardState.UNASSIGNED;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cardflow.domain.Decision.Duplicate;
import io.cardflow.domain.Decision.Rejected;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A message is decided only once, however often it arrives. */
class RepeatedMessageTest {

  private static final Message LOCK = Messages.message("m-1", Messages.lock());

  @Test
  void anAppliedMessageHasNoSecondEffect() {
    TestFold fold = Given.card(UNASSIGNED).fold();
    fold.apply(LOCK);

    Decision decision = fold.apply(LOCK);

    assertInstanceOf(Duplicate.class, decision);
  }

  @Test
  void aRefusedMessageHasNoSecondAnswer() {
    TestFold fold = Given.card(PROCESSING).fold();
    fold.apply(LOCK);

    Decision decision = fold.apply(LOCK);

    assertInstanceOf(Duplicate.class, decision);
  }

  @Test
  void aStaleMessageIsADuplicateTheSecondTime() {
    TestFold fold = Given.card(ASSIGNED).fold();
    fold.apply(Messages.message("n-1", Messages.shipped()));

    Decision decision = fold.apply(Messages.message("n-1", Messages.shipped()));

    assertInstanceOf(Duplicate.class, decision);
  }

  @Test
  void aMessageRefusedBeforeIsNotDecidedAgainWhenTheStateWouldAllowIt() {
    TestFold fold = Given.card(ASSIGNED).fold();
    Message assign = Messages.message("m-1", Messages.assign());
    fold.apply(assign);
    fold.apply(Messages.message("m-2", Messages.withdraw()));

    Decision decision = fold.apply(assign);

    assertInstanceOf(Duplicate.class, decision);
  }

  @Test
  void aMessageDecidedBeforeTheFoldIsADuplicate() {
    TestFold fold = knowing(LOCK.contentDigest());

    Decision decision = fold.apply(LOCK);

    assertInstanceOf(Duplicate.class, decision);
  }

  @Test
  void anIdDecidedBeforeTheFoldWithOtherContentIsRefused() {
    TestFold fold = knowing(7);

    Decision decision = fold.apply(LOCK);

    Then.rejected(RejectionCode.ID_REUSED, decision);
  }

  @Test
  void theSameIdForAnotherCardIsAnotherMessage() {
    TestFold fold = Given.card(UNASSIGNED).fold();
    fold.apply(LOCK);

    Decision decision = fold.apply(Messages.message("m-1", "T-000043", Messages.lock()));

    Then.rejected(RejectionCode.UNKNOWN_CARD, decision);
  }

  @Test
  void aReusedIdIsRefusedEachTime() {
    TestFold fold = Given.card(UNASSIGNED).fold();
    fold.apply(LOCK);
    fold.apply(Messages.message("m-1", Messages.assign()));

    Decision decision = fold.apply(Messages.message("m-1", Messages.assign()));

    Then.rejected(RejectionCode.ID_REUSED, decision);
  }

  @Test
  void theFirstMessageOfAnIdStaysADuplicateAfterTheIdWasReused() {
    TestFold fold = Given.card(UNASSIGNED).fold();
    fold.apply(LOCK);
    fold.apply(Messages.message("m-1", Messages.assign()));

    Decision decision = fold.apply(LOCK);

    assertInstanceOf(Duplicate.class, decision);
  }

  @Test
  void aReusedIdIsRejectedWithTheCurrentCard() {
    Card card = SampleCards.in(UNASSIGNED);
    TestFold fold = Given.cards(card).fold();
    fold.apply(Messages.message("m-1", new Message.UnknownType()));

    Decision decision = fold.apply(LOCK);

    assertEquals(card, assertInstanceOf(Rejected.class, decision).card());
  }

  @Test
  void theSameIdOfAnotherSourceIsAnotherMessage() {
    TestFold fold = Given.card(ASSIGNED).fold();
    fold.apply(Messages.message("m-1", Messages.withdraw()));

    Decision decision = fold.apply(Messages.message("m-1", Messages.shipped()));

    Then.stale(decision);
  }

  @Test
  void duplicatesAloneChangeNothing() {
    TestFold fold = knowing(LOCK.contentDigest());

    fold.apply(LOCK);

    assertTrue(fold.changed().isEmpty());
  }

  @Test
  void anUnknownTypeIsRefusedAndRemembered() {
    TestFold fold = Given.card(UNASSIGNED).fold();
    Message unknown = Messages.message("m-1", new Message.UnknownType());
    Then.rejected(RejectionCode.UNKNOWN_TYPE, fold.apply(unknown));

    Decision decision = fold.apply(unknown);

    assertInstanceOf(Duplicate.class, decision);
  }

  /** The card has taken in a message with the id of LOCK. */
  private static TestFold knowing(long content) {
    Card card = SampleCards.in(UNASSIGNED);
    JournalPosition position = new JournalPosition(1, 99);
    TakenMessages taken =
        TakenMessages.of(List.of(new TakenMessage(LOCK.id().digest(), content, position)));
    return new TestFold(
        Given.QUEUED,
        SampleCards.NOW,
        new Fold.Known(
            Map.of(card.id(), card),
            Map.of(),
            Map.of(),
            new KnownMessages(
                Map.of(card.id(), new Ledger(1, taken, false, position)),
                Map.of(),
                Map.of(position, new KnownMessages.JournaledMessage(LOCK.id(), content)))));
  }
}
