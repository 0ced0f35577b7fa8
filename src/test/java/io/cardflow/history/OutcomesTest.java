package io.cardflow.history;

import static io.cardflow.history.HistoryCheckerTest.seen;

import java.util.Map;
import org.junit.jupiter.api.Test;

/** What the judge of runs sees of records with no outcome of their own, or with two. */
class OutcomesTest {

  @Test
  void aRejectionTwiceIsSeen() {
    Run run =
        Run.flawless()
            .rejection("rejected/T-1//iam#c-9", "UNKNOWN_CARD", "c-9")
            .rejection("rejected/T-1//iam#c-9", "UNKNOWN_CARD", "c-9");

    seen("rejection rejected/T-1//iam#c-9 stands twice", run.violations());
  }

  @Test
  void aRejectionUnderTheIdOfAnotherMessageIsSeen() {
    Run run = Run.flawless().rejection("rejected/T-1//iam#c-8", "UNKNOWN_CARD", "c-9");

    seen(
        "ce_id of a rejection is rejected/T-1//iam#c-8, not rejected/T-1//iam#c-9",
        run.violations());
  }

  @Test
  void aRejectionOfAReusedIdUnderTheIdOfAMessageIsSeen() {
    Run run = Run.flawless().rejection("rejected/T-1//iam#c-1", "ID_REUSED", "c-1");

    seen("a reused id is refused under rejected/T-1//iam#c-1", run.violations());
  }

  @Test
  void aRejectionAboutAnotherCardThanItsSubjectIsSeen() {
    Run run =
        Run.flawless()
            .rejection("rejected/T-1//iam#c-9", "UNKNOWN_CARD", "c-9")
            .withRejectionHeader("ce_subject", "T-2");

    seen("ce_subject of rejected/T-1//iam#c-9 is T-2, not T-1", run.violations());
  }

  @Test
  void aMessageThatWasRejectedAndAppliedIsSeen() {
    Run run = Run.flawless().rejection("rejected/T-1//iam#c-1", "CARD_EXISTS", "c-1");

    seen("/iam#c-1 was rejected and applied", run.violations());
  }

  @Test
  void aRecordThatIsDeadLetteredTwiceIsSeen() {
    Run run = Run.flawless().deadLetter(7).deadLetter(7);

    seen("cardflow.commands/0/7 is dead-lettered twice", run.violations());
  }

  @Test
  void aDeadLetterThatDoesNotSayWhereItStoodIsSeen() {
    Run run = Run.flawless().deadLetter(Map.of("dead-letter-topic", "cardflow.commands"));

    seen(
        "a dead letter does not say where it stood: {dead-letter-topic=cardflow.commands}",
        run.violations());
  }

  @Test
  void anEffectOfAMessageThatNobodySentIsSeen() {
    Run run = Run.flawless().extended(5, "c-7");

    seen("/iam#c-7 was applied and was not sent", run.violationsGivenWhatWasSent());
  }

  @Test
  void aRejectionOfAMessageThatNobodySentIsSeen() {
    Run run = Run.flawless().rejection("rejected/T-1//iam#c-9", "UNKNOWN_CARD", "c-9");

    seen("/iam#c-9 was rejected and was not sent", run.violationsGivenWhatWasSent());
  }

  @Test
  void aReusedIdThatNobodySentIsSeen() {
    Run run = Run.flawless().rejection("reused/cardflow.commands/0/9", "ID_REUSED", "c-1");

    seen(
        "reused/cardflow.commands/0/9 was refused and was not sent",
        run.violationsGivenWhatWasSent());
  }

  @Test
  void aDeadLetterThatNobodySentIsSeen() {
    Run run = Run.flawless().deadLetter(7);

    seen(
        "cardflow.commands/0/7 was dead-lettered and was not sent",
        run.violationsGivenWhatWasSent());
  }

  @Test
  void aRecordThatWasAppliedAndDeadLetteredIsSeen() {
    Run run = Run.flawless().deadLetter(1);

    seen(
        "/iam#n-1 had an effect, but its records were refused or dead-lettered",
        run.violationsGivenWhatWasSent());
  }

  @Test
  void aRecordThatWasRejectedAndDeadLetteredIsSeen() {
    Run run =
        Run.flawless()
            .rejection("rejected/T-1//iam#c-9", "UNKNOWN_CARD", "c-9")
            .sent(2, "c-9")
            .deadLetter(2);

    seen(
        "/iam#c-9 had an effect, but its records were refused or dead-lettered",
        run.violationsGivenWhatWasSent());
  }

  @Test
  void aRecordThatWasAppliedAndRefusedForItsIdIsSeen() {
    Run run = Run.flawless().rejection("reused/cardflow.commands/0/1", "ID_REUSED", "n-1");

    seen(
        "/iam#n-1 had an effect, but its records were refused or dead-lettered",
        run.violationsGivenWhatWasSent());
  }

  @Test
  void aRecordThatWasRefusedForItsIdAndDeadLetteredIsSeen() {
    Run run =
        Run.flawless()
            .rejection("reused/cardflow.commands/0/2", "ID_REUSED", "c-1")
            .sent(2, "c-1")
            .deadLetter(2);

    seen(
        "reused/cardflow.commands/0/2 was refused and dead-lettered",
        run.violationsGivenWhatWasSent());
  }

  @Test
  void aRecordThatIsGivenTwiceIsSeen() {
    Run run = Run.flawless().sent(0, "c-1");

    seen("cardflow.commands/0/0 is given twice", run.violationsGivenWhatWasSent());
  }
}
