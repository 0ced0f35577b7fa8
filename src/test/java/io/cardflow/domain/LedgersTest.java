package io.cardflow.domain;

import static io.cardflow.domain.CardState.ASSIGNED;
import static io.cardflow.domain.CardState.UNASSIGNED;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cardflow.domain.Decision.Duplicate;
import io.cardflow.domain.KnownMessages.JournaledMessage;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What a card remembers of its messages, and how a repeat is recognized by it. */
class LedgersTest {

  /** A digest that every id of a test shares. */
  private static final long WEAK = 42;

  private final Card card = SampleCards.in(UNASSIGNED);
  private final Map<JournalPosition, JournaledMessage> journal = new HashMap<>();
  private long next;

  @Test
  void idsThatShareADigestAreDifferentMessages() {
    Fold fold = fold(KnownMessages.NONE);
    apply(fold, weak("m-1", Messages.assign()));

    Decision other = apply(fold, weak("m-2", Messages.withdraw()));

    assertInstanceOf(Decision.Applied.class, other);
    assertInstanceOf(Duplicate.class, apply(fold, weak("m-1", Messages.assign())));
    assertInstanceOf(Duplicate.class, apply(fold, weak("m-2", Messages.withdraw())));
    Then.rejected(RejectionCode.ID_REUSED, apply(fold, weak("m-2", Messages.lock())));
    assertEquals(2, fold.ledgers().of(card.id()).taken().size());
  }

  @Test
  void idsThatShareADigestAreDifferentMessagesInLaterBatches() {
    Fold first = fold(KnownMessages.NONE);
    apply(first, weak("m-1", Messages.assign()));
    apply(first, weak("m-2", Messages.withdraw()));

    Fold later = fold(stored(first));

    assertInstanceOf(Decision.Applied.class, apply(later, weak("m-3", Messages.assign())));
    assertInstanceOf(Duplicate.class, apply(later, weak("m-1", Messages.assign())));
    assertInstanceOf(Duplicate.class, apply(later, weak("m-2", Messages.withdraw())));
    Then.rejected(RejectionCode.ID_REUSED, apply(later, weak("m-1", Messages.lock())));
  }

  @Test
  void afterRetentionOfTheEntryTheDigestsDecide() {
    Fold first = fold(KnownMessages.NONE);
    apply(first, Messages.message("m-1", Messages.assign()));
    journal.clear();

    Fold later = fold(stored(first));

    assertInstanceOf(Duplicate.class, apply(later, Messages.message("m-1", Messages.assign())));
    Then.rejected(RejectionCode.ID_REUSED, apply(later, Messages.message("m-1", Messages.lock())));
  }

  @Test
  void afterRetentionAnyOfSeveralWithTheDigestMakesADuplicate() {
    Fold first = fold(KnownMessages.NONE);
    apply(first, weak("m-1", Messages.assign()));
    apply(first, weak("m-2", Messages.withdraw()));
    journal.clear();

    Fold later = fold(stored(first));

    assertInstanceOf(Duplicate.class, apply(later, weak("m-2", Messages.withdraw())));
  }

  @Test
  void aRepeatIsRecognizedAfterTenThousandMessages() {
    KnownMessages known = KnownMessages.NONE;
    Map<String, TakenMessages> moved = new HashMap<>();
    for (int batch = 0; batch < 100; batch++) {
      Fold fold = fold(known);
      for (int i = 0; i < 100; i++) {
        apply(fold, Messages.message("m-" + batch + "-" + i, Messages.initialize()));
      }
      fold.ledgers().moved().forEach((id, more) -> moved.merge(id, more, LedgersTest::joined));
      known = new KnownMessages(fold.ledgers().changed(), moved, journal);
    }
    Ledger ledger = known.ledgers().get(card.id());
    assertTrue(ledger.taken().size() <= Ledger.MOST);
    assertTrue(ledger.hasMore());
    assertEquals(10_000, ledger.taken().size() + moved.get(card.id()).size());
    assertEquals(100, ledger.revision());

    Fold later = fold(known);

    assertInstanceOf(
        Duplicate.class, apply(later, Messages.message("m-0-0", Messages.initialize())));
    assertInstanceOf(
        Duplicate.class, apply(later, Messages.message("m-99-99", Messages.initialize())));
    Then.rejected(
        RejectionCode.ID_REUSED, apply(later, Messages.message("m-0-0", Messages.lock())));
  }

  @Test
  void messagesAboutAnUnknownCardAreKeptApartUntilItIsRequested() {
    Fold first = fold(KnownMessages.NONE);
    Message early = Messages.message("m-1", "T-new", Messages.lock());
    Then.rejected(RejectionCode.UNKNOWN_CARD, apply(first, early));
    assertEquals(Map.of(), first.ledgers().changed());
    assertEquals(1, first.ledgers().moved().get("T-new").size());
    assertInstanceOf(Duplicate.class, apply(first, early));

    Fold later = fold(new KnownMessages(Map.of(), first.ledgers().moved(), journal));
    apply(later, Messages.message("m-2", "T-new", Messages.request(null)));

    assertInstanceOf(Duplicate.class, apply(later, early));
    Ledger ledger = later.ledgers().of("T-new");
    assertTrue(ledger.hasMore());
    assertEquals(1, ledger.taken().size());
    assertEquals(1, ledger.revision());
  }

  @Test
  void aCardThatIsRequestedAfterItsFirstMessageInOneBatchKeepsBoth() {
    Fold fold = fold(KnownMessages.NONE);
    Message early = Messages.message("m-1", "T-new", Messages.lock());
    apply(fold, early);
    apply(fold, Messages.message("m-2", "T-new", Messages.request(null)));

    assertInstanceOf(Duplicate.class, apply(fold, early));
    assertTrue(fold.ledgers().of("T-new").hasMore());
  }

  @Test
  void rejectedAndStaleMessagesRaiseTheRevisionButNotTheVersion() {
    Card assigned = SampleCards.in(ASSIGNED);
    Fold fold =
        new Fold(
            Given.QUEUED,
            SampleCards.NOW,
            new Fold.Known(
                Map.of(assigned.id(), assigned), Map.of(), Map.of(), KnownMessages.NONE));

    apply(fold, Messages.message("m-1", Messages.initialize()));
    apply(fold, Messages.message("n-1", Messages.shipped()));

    Ledger ledger = fold.ledgers().changed().get(assigned.id());
    assertEquals(1, ledger.revision());
    assertEquals(2, ledger.taken().size());
    assertEquals(new JournalPosition(1, 1), ledger.last());
  }

  @Test
  void aDuplicateChangesNothing() {
    Fold first = fold(KnownMessages.NONE);
    apply(first, Messages.message("m-1", Messages.assign()));

    Fold later = fold(stored(first));
    apply(later, Messages.message("m-1", Messages.assign()));

    assertTrue(later.ledgers().changed().isEmpty());
    assertTrue(later.ledgers().moved().isEmpty());
  }

  @Test
  void aReusedIdEntersTheHistoryWithoutBeingTakenIn() {
    Fold fold = fold(KnownMessages.NONE);
    apply(fold, Messages.message("m-1", Messages.assign()));
    apply(fold, Messages.message("m-1", Messages.lock()));

    Ledger ledger = fold.ledgers().of(card.id());
    assertEquals(1, ledger.taken().size());
    assertEquals(new JournalPosition(1, 1), ledger.last());
    assertFalse(ledger.hasMore());
  }

  private Fold fold(KnownMessages known) {
    return new Fold(
        Given.QUEUED,
        SampleCards.NOW,
        new Fold.Known(Map.of(card.id(), card), Map.of(), Map.of(), known));
  }

  private KnownMessages stored(Fold fold) {
    return new KnownMessages(fold.ledgers().changed(), fold.ledgers().moved(), journal);
  }

  private Decision apply(Fold fold, Message message) {
    JournalPosition position = new JournalPosition(1, next++);
    journal.put(position, new JournaledMessage(message.id(), message.contentDigest()));
    return fold.apply(message, position);
  }

  private static Message weak(String id, Message.Body body) {
    Message message = Messages.message(id, body);
    return new Message(
        new MessageId(message.id().source(), id, WEAK),
        message.cardId(),
        message.type(),
        message.time(),
        message.actor(),
        message.correlationId(),
        message.traceparent(),
        message.fingerprint(),
        message.body());
  }

  private static TakenMessages joined(TakenMessages some, TakenMessages more) {
    List<TakenMessage> all = new ArrayList<>();
    for (TakenMessages each : List.of(some, more)) {
      for (int i = 0; i < each.size(); i++) {
        all.add(each.get(i));
      }
    }
    return TakenMessages.of(all);
  }
}
