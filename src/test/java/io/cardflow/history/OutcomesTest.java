package io.cardflow.history;

import static io.cardflow.history.HistoryCheckerTest.seen;

import java.util.Map;
import org.junit.jupiter.api.Test;

/** The checker detects records with a foreign outcome or with two outcomes. */
class OutcomesTest {

  @Test
  void aRejectionTwiceIsDetected() {
    Run run =
        Run.flawless()
            .rejection("rejected/T-1//iam#c-9", "UNKNOWN_CARD", "c-9")
            .rejection("rejected/T-1//iam#c-9", "UNKNOWN_CARD", "c-9");

    seen("rejection rejected/T-1//iam#c-9 occurs twice", run.violations());
  }

  @Test
  void aRejectionUnderTheIdOfAnotherMessageIsDetected() {
    Run run = Run.flawless().rejection("rejected/T-1//iam#c-8", "UNKNOWN_CARD", "c-9");

    seen(
        "ce_id of a rejection is rejected/T-1//iam#c-8, not rejected/T-1//iam#c-9",
        run.violations());
  }

  @Test
  void aRejectionOfAReusedIdUnderTheIdOfAMessageIsDetected() {
    Run run = Run.flawless().rejection("rejected/T-1//iam#c-1", "ID_REUSED", "c-1");

    seen("a reused id is rejected under rejected/T-1//iam#c-1", run.violations());
  }

  @Test
  void aRejectionAboutAnotherCardThanItsSubjectIsDetected() {
    Run run =
        Run.flawless()
            .rejection("rejected/T-1//iam#c-9", "UNKNOWN_CARD", "c-9")
            .withRejectionHeader("ce_subject", "T-2");

    seen("ce_subject of rejected/T-1//iam#c-9 is T-2, not T-1", run.violations());
  }

  @Test
  void aMessageThatWasRejectedAndAppliedIsDetected() {
    Run run = Run.flawless().rejection("rejected/T-1//iam#c-1", "CARD_EXISTS", "c-1");

    seen("/iam#c-1 was rejected and applied", run.violations());
  }

  @Test
  void aRecordThatIsDeadLetteredTwiceIsDetected() {
    Run run = Run.flawless().deadLetter(7).deadLetter(7);

    seen("cardflow.commands/0/7 is dead-lettered twice", run.violations());
  }

  @Test
  void aDeadLetterWithoutItsPositionIsDetected() {
    Run run = Run.flawless().deadLetter(Map.of("dead-letter-topic", "cardflow.commands"));

    seen(
        "a dead letter does not contain its position: {dead-letter-topic=cardflow.commands}",
        run.violations());
  }

  @Test
  void anEffectOfAMessageThatWasNotSentIsDetected() {
    Run run = Run.flawless().extended(5, "c-7");

    seen("/iam#c-7 was applied and was not sent", run.violationsGivenWhatWasSent());
  }

  @Test
  void aRejectionOfAMessageThatWasNotSentIsDetected() {
    Run run = Run.flawless().rejection("rejected/T-1//iam#c-9", "UNKNOWN_CARD", "c-9");

    seen("/iam#c-9 was rejected and was not sent", run.violationsGivenWhatWasSent());
  }

  @Test
  void aReusedIdThatWasNotSentIsDetected() {
    Run run = Run.flawless().rejection("reused/cardflow.commands/0/9", "ID_REUSED", "c-1");

    seen(
        "reused/cardflow.commands/0/9 was rejected and was not sent",
        run.violationsGivenWhatWasSent());
  }

  @Test
  void aDeadLetterThatWasNotSentIsDetected() {
    Run run = Run.flawless().deadLetter(7);

    seen(
        "cardflow.commands/0/7 was dead-lettered and was not sent",
        run.violationsGivenWhatWasSent());
  }

  @Test
  void aRecordThatWasAppliedAndDeadLetteredIsDetected() {
    Run run = Run.flawless().deadLetter(1);

    seen(
        "/iam#n-1 had an effect, but its records were rejected or dead-lettered",
        run.violationsGivenWhatWasSent());
  }

  @Test
  void aRecordThatWasRejectedAndDeadLetteredIsDetected() {
    Run run =
        Run.flawless()
            .rejection("rejected/T-1//iam#c-9", "UNKNOWN_CARD", "c-9")
            .sent(2, "c-9")
            .deadLetter(2);

    seen(
        "/iam#c-9 had an effect, but its records were rejected or dead-lettered",
        run.violationsGivenWhatWasSent());
  }

  @Test
  void aRecordThatWasAppliedAndRejectedForItsIdIsDetected() {
    Run run = Run.flawless().rejection("reused/cardflow.commands/0/1", "ID_REUSED", "n-1");

    seen(
        "/iam#n-1 had an effect, but its records were rejected or dead-lettered",
        run.violationsGivenWhatWasSent());
  }

  @Test
  void aRecordThatWasRejectedForItsIdAndDeadLetteredIsDetected() {
    Run run =
        Run.flawless()
            .rejection("reused/cardflow.commands/0/2", "ID_REUSED", "c-1")
            .sent(2, "c-1")
            .deadLetter(2);

    seen(
        "reused/cardflow.commands/0/2 was rejected and dead-lettered",
        run.violationsGivenWhatWasSent());
  }

  @Test
  void aRecordThatIsGivenTwiceIsDetected() {
    Run run = Run.flawless().sent(0, "c-1");

    seen("cardflow.commands/0/0 is given twice", run.violationsGivenWhatWasSent());
  }
}
