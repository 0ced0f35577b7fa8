package io.cardflow.history;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cardflow.history.History.Published;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The checker of histories accepts a flawless run and detects every kind of violation. */
class HistoryCheckerTest {

  @Test
  void aFlawlessRunHasNoViolations() {
    assertEquals(List.of(), Run.flawless().violationsGivenWhatWasSent());
  }

  @Test
  void everyKindOfEventPasses() {
    Run run =
        Run.assigned()
            .extended(8, "c-4")
            .notice("expiring", 9)
            .notice("overdue", 10)
            .change(11, "ASSIGNED", "UNASSIGNED", "WITHDRAW_CARD", false, "c-5")
            .endsAssignment(10, 1)
            .factsAdded(12, "c-6")
            .withoutRows()
            .row(Run.CARD, 12, "UNASSIGNED")
            .sent(5, "c-4")
            .sent(6, "c-5")
            .sent(7, "c-6");

    assertEquals(List.of(), run.violationsGivenWhatWasSent());
  }

  @Test
  void rejectedDuplicateAndDeadLetteredRecordsPass() {
    Run run =
        Run.flawless()
            .rejection("rejected/T-1//iam#c-9", "UNKNOWN_CARD", "c-9")
            .rejection("reused/cardflow.commands/0/4", "ID_REUSED", "c-1")
            .deadLetter(5)
            .deadLetter(6)
            .sent(2, "c-9")
            .sent(3, "c-1")
            .sent(4, "c-1")
            .sent(5, null)
            .sent(6, "c-1");

    assertEquals(List.of(), run.violationsGivenWhatWasSent());
  }

  @Test
  void theOrderIsThatOfTheTopicAndNotOfReading() {
    Run run =
        Run.flawless().withEvent(0, event -> at(event, 1)).withEvent(1, event -> at(event, 0));

    seen("T-1/2 comes after version 0", run.violations());
  }

  @Test
  void aGapIsDetected() {
    Run run = Run.flawless().change(6, "IN_PRODUCTION", "PRODUCED", "CARD_SHIPPED", false, "n-2");

    seen("T-1/6 comes after version 4", run.violations());
  }

  @Test
  void aRepeatedVersionIsDetected() {
    Run run = Run.flawless().change(4, "ORDERED", "IN_PRODUCTION", "CARD_PRODUCED", false, "n-2");

    seen("T-1/4 comes after version 4", run.violations());
    seen("T-1/4 occurs twice", run.violations());
  }

  @Test
  void aCardOnTwoPartitionsIsDetected() {
    Run run =
        Run.flawless()
            .withEvent(3, event -> new Published(1, 0, event.key(), event.headers(), event.data()));

    seen("T-1/4 is on partition 1, not 0", run.violations());
  }

  @Test
  void aFromThatIsNotThePreviousToIsDetected() {
    Run run = Run.flawless().data(2, data -> data.put("from", "REQUESTED"));

    seen("from of T-1/3 is REQUESTED, not PROCESSING", run.violations());
  }

  @Test
  void aTransitionThatTheTableDoesNotHaveIsDetected() {
    Run run = Run.flawless().data(3, data -> data.put("to", "LOCKED"));

    seen("T-1/4 follows no transition: ORDERED to LOCKED by PRODUCTION_STARTED", run.violations());
  }

  @Test
  void aTriggerThatDoesNotCauseTheTransitionIsDetected() {
    Run run = Run.flawless().data(3, data -> data.put("trigger", "LOCK_CARD"));

    seen("T-1/4 follows no transition: ORDERED to IN_PRODUCTION by LOCK_CARD", run.violations());
  }

  @Test
  void aReportedStepThatIsMarkedAsInferredIsDetected() {
    Run run = Run.flawless().data(3, data -> data.put("inferred", true));

    seen(
        "T-1/4 follows no transition: ORDERED to IN_PRODUCTION by PRODUCTION_STARTED, inferred",
        run.violations());
  }

  @Test
  void anUnknownTriggerIsDetected() {
    Run run = Run.flawless().data(3, data -> data.put("trigger", "MAGIC"));

    seen("T-1/4 follows no transition: ORDERED to IN_PRODUCTION by MAGIC", run.violations());
  }

  @Test
  void anUnknownStateIsDetected() {
    Run run = Run.flawless().data(3, data -> data.put("to", "LOST"));

    seen("T-1/4 follows no transition: ORDERED to LOST by PRODUCTION_STARTED", run.violations());
  }

  @Test
  void anExtensionOfACardThatIsNotAssignedIsDetected() {
    Run run = Run.flawless().extended(5, "c-2");

    seen(
        "the state in which T-1/5 extends the validity is IN_PRODUCTION, not ASSIGNED",
        run.violations());
  }

  @Test
  void anExtensionThatChangesTheStateIsDetected() {
    Run run = Run.assigned().extended(8, "c-4").data(7, data -> data.put("to", "EXPIRED"));

    seen("T-1/8 changes the state by io.cardflow.card.validity-extended.v1", run.violations());
  }

  @Test
  void addedFactsThatChangeTheStateAreDetected() {
    Run run = Run.flawless().factsAdded(5, "c-9").data(4, data -> data.put("to", "PRODUCED"));

    seen("T-1/5 changes the state by io.cardflow.card.facts-added.v1", run.violations());
  }

  @Test
  void anUnknownTypeIsDetected() {
    Run run = Run.flawless().notice("lost", 5);

    seen("T-1/5 has the type io.cardflow.card.lost.v1", run.violations());
  }

  @Test
  void aWrongKeyIsDetected() {
    Run run =
        Run.flawless()
            .withEvent(3, event -> new Published(0, 3, "T-2", event.headers(), event.data()));

    seen("the key of T-1/4 is T-2, not T-1", run.violations());
  }

  @Test
  void aWrongSubjectIsDetected() {
    Run run = Run.flawless().withHeader(3, "ce_subject", "T-2");

    seen("ce_subject of T-1/4 is T-2, not T-1", run.violations());
  }

  @Test
  void aWrongIdIsDetected() {
    Run run = Run.flawless().withHeader(3, "ce_id", "T-1/5");

    seen("ce_id of T-1/4 is T-1/5, not T-1/4", run.violations());
  }

  @Test
  void aWrongSequenceIsDetected() {
    Run run = Run.flawless().withHeader(3, "ce_sequence", "5");

    seen("ce_sequence of T-1/4 is 5, not 4", run.violations());
  }

  @Test
  void aChangeWithoutCauseIsDetected() {
    Run run = Run.flawless().data(3, HistoryCheckerTest::withoutCause);

    seen("T-1/4 names no cause", run.violations());
  }

  @Test
  void aMessageThatIsAppliedTwiceIsDetected() {
    Run run = Run.assigned().extended(8, "c-4").extended(9, "c-4");

    seen("/iam#c-4 has a second effect: T-1/9", run.violations());
  }

  @Test
  void aMessageThatIsAppliedAgainLaterIsDetected() {
    Run run = Run.assigned().extended(8, "c-3");

    seen("/iam#c-3 has a second effect: T-1/8", run.violations());
  }

  @Test
  void anAssignmentThatEndsTwiceIsDetected() {
    Run run = Run.assigned().endsAssignment(5, 1).endsAssignment(6, 1);

    seen("assignment T-1#1 ends twice", run.violations());
  }

  @Test
  void aRowOlderThanItsLastEventIsDetected() {
    Run run = Run.flawless().withoutRows().row(Run.CARD, 3, "IN_PRODUCTION");

    seen("the version of T-1 in the table is 3, not 4", run.violations());
  }

  @Test
  void aRowInAnotherStateIsDetected() {
    Run run = Run.flawless().withoutRows().row(Run.CARD, 4, "ORDERED");

    seen("the state of T-1 in the table is ORDERED, not IN_PRODUCTION", run.violations());
  }

  @Test
  void aRowWithoutEventsIsDetected() {
    Run run = Run.flawless().row("T-2", 1, "REQUESTED");

    seen("T-2 is in the table and has no events", run.violations());
  }

  @Test
  void eventsWithoutARowAreDetected() {
    Run run = Run.flawless().withoutRows();

    seen("T-1 has events and is not in the table", run.violations());
  }

  static void seen(String violation, List<String> violations) {
    assertTrue(violations.contains(violation), () -> violation + " among " + violations);
  }

  private static Published at(Published event, long offset) {
    return new Published(event.partition(), offset, event.key(), event.headers(), event.data());
  }

  private static ObjectNode withoutCause(ObjectNode data) {
    data.remove("cause");
    return data;
  }
}
