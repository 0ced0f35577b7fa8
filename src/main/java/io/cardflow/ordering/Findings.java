package io.cardflow.ordering;

import io.cardflow.domain.CardState;
import io.cardflow.domain.ProducerStatus;
import io.cardflow.domain.ProducerStatus.CardProduced;
import io.cardflow.domain.ProducerStatus.CardShipped;
import io.cardflow.domain.ProducerStatus.ProductionFailed;
import io.cardflow.domain.ProducerStatus.ProductionStarted;
import io.cardflow.ordering.BureauReport.CardReport;
import io.cardflow.ordering.BureauReport.Stage;
import io.cardflow.store.CardRow;
import java.util.ArrayList;
import java.util.List;

/** Derives the notifications that a card has missed from a report. */
final class Findings {

  private Findings() {}

  /**
   * Returns the notifications in the order of production.
   *
   * @param orderId the bureau's order
   */
  static List<ProducerStatus> of(CardReport report, CardRow card, String orderId) {
    List<ProducerStatus> findings = new ArrayList<>();
    Stage stage = report.stage();
    String id = report.producerCardId();
    if (stage == Stage.PRODUCED || stage == Stage.SHIPPED) {
      add(findings, card, Stage.PRODUCED, new ProductionStarted(orderId, id, null));
      add(
          findings,
          card,
          Stage.PRODUCED,
          new CardProduced(orderId, id, report.producedAt(), report.readouts()));
    }
    if (stage == Stage.SHIPPED) {
      add(
          findings,
          card,
          Stage.SHIPPED,
          new CardShipped(orderId, id, report.shippedAt(), null, null, null, report.activatedAt()));
    }
    if (stage == Stage.FAILED) {
      add(
          findings,
          card,
          Stage.FAILED,
          new ProductionFailed(orderId, id, report.code(), report.detail()));
    }
    return findings;
  }

  private static void add(
      List<ProducerStatus> findings, CardRow card, Stage stage, ProducerStatus status) {
    if (lacks(card.state, stage) || card.production().isNews(status)) {
      findings.add(status);
    }
  }

  /** Returns whether a card in this state has not reached the stage. */
  private static boolean lacks(CardState state, Stage stage) {
    return switch (state) {
      case REQUESTED, PROCESSING, ORDERED -> true;
      case IN_PRODUCTION -> stage == Stage.SHIPPED || stage == Stage.FAILED;
      case PRODUCED, UNASSIGNED, ASSIGNED, EXPIRED, LOCKED, ABORTED, FAILED -> false;
    };
  }
}
