package io.cardflow.domain;

import static io.cardflow.domain.CardState.FAILED;
import static io.cardflow.domain.CardState.IN_PRODUCTION;
import static io.cardflow.domain.CardState.ORDERED;
import static io.cardflow.domain.CardState.PRODUCED;

import io.cardflow.domain.Decision.Rejected;
import io.cardflow.domain.Decision.Stale;
import io.cardflow.domain.ProducerStatus.CardProduced;
import io.cardflow.domain.ProducerStatus.CardShipped;
import io.cardflow.domain.ProducerStatus.OrderAccepted;
import io.cardflow.domain.ProducerStatus.OrderRefused;
import io.cardflow.domain.ProducerStatus.ProductionFailed;
import io.cardflow.domain.ProducerStatus.ProductionStarted;

/**
 * Decides statuses of the bureau, which may be repeated, skipped or out of order. Progress has a
 * rank: a lower or equal rank causes no transition, and a higher one implies the skipped steps.
 * Facts are kept unless the status is rejected; those of two pieces of plastic are never mixed.
 */
final class StatusRules {

  /** The rank of a card's progress at the bureau. */
  private enum Stage {
    AWAITING,
    ORDERED,
    IN_PRODUCTION,
    /** Shipped or later. */
    BEYOND,
    ABORTED,
    FAILED
  }

  private StatusRules() {}

  static Decision decide(Message message, ProducerStatus status, Situation situation) {
    Card card = situation.card();
    if (card == null) {
      return new Rejected(RejectionCode.UNKNOWN_CARD, "no card has this id", null);
    }
    OrderReference recorded = recorded(card, situation.heldBy());
    if (differs(recorded, status)) {
      return new Rejected(
          RejectionCode.ORDER_MISMATCH, "the card is on record under another order", card);
    }
    if (recorded != null && differs(recorded.producerCardId(), status.producerCardId())) {
      return new Rejected(
          RejectionCode.FACTS_CONTRADICT,
          "the bureau has another card of its own on record for this card",
          card);
    }
    Card known =
        card.shrunk()
            ? card
            : card.ordered(merge(recorded, status)).with(card.production().with(status));
    int leftOut = card.shrunk() ? 0 : card.production().leftOut(status);
    Step step =
        new Step(
            card,
            known,
            status,
            situation.held(),
            leftOut,
            new Change(known, message, status.trigger(), situation.now()).withoutFacts(leftOut));
    Stage stage = stage(card.state());
    if (status instanceof OrderAccepted) {
      return accepted(stage, step);
    }
    if (status instanceof OrderRefused) {
      return refused(stage, step);
    }
    if (status instanceof CardShipped) {
      return shipped(stage, step);
    }
    if (status instanceof ProductionFailed) {
      return failed(stage, step);
    }
    if (status instanceof ProductionStarted || status instanceof CardProduced) {
      return inProduction(stage, step);
    }
    throw new IllegalStateException("no rule for " + status.trigger());
  }

  /**
   * A status that is about to be applied.
   *
   * @param card the card before the change
   * @param known the card with what the status adds to its order and facts
   */
  private record Step(
      Card card, Card known, ProducerStatus status, boolean held, int leftOut, Change change) {

    Decision stale() {
      return new Stale(known, leftOut);
    }

    Decision fail() {
      return change.with(known.failed(failure(status))).enter(FAILED).decision();
    }

    Decision unexpected() {
      return new Rejected(
          RejectionCode.UNEXPECTED_STATUS,
          status.trigger().messageName() + " does not fit; the card is " + card.state(),
          card);
    }
  }

  private static Decision accepted(Stage stage, Step step) {
    return switch (stage) {
      case AWAITING -> step.change().enter(ORDERED).decision();
      case ORDERED, IN_PRODUCTION, BEYOND -> step.stale();
      case ABORTED, FAILED -> step.unexpected();
    };
  }

  private static Decision refused(Stage stage, Step step) {
    return switch (stage) {
      case AWAITING -> step.fail();
      case ORDERED, IN_PRODUCTION, BEYOND, ABORTED -> step.unexpected();
      case FAILED -> step.stale();
    };
  }

  private static Decision inProduction(Stage stage, Step step) {
    return switch (stage) {
      case AWAITING ->
          step.held()
              ? step.change().infer(ORDERED).enter(IN_PRODUCTION).decision()
              : step.unexpected();
      case ORDERED -> step.change().enter(IN_PRODUCTION).decision();
      case IN_PRODUCTION, BEYOND -> step.stale();
      case ABORTED, FAILED -> step.unexpected();
    };
  }

  private static Decision shipped(Stage stage, Step step) {
    return switch (stage) {
      case AWAITING ->
          step.held()
              ? step.change().infer(ORDERED).infer(IN_PRODUCTION).enter(PRODUCED).decision()
              : step.unexpected();
      case ORDERED -> step.change().infer(IN_PRODUCTION).enter(PRODUCED).decision();
      case IN_PRODUCTION -> step.change().enter(PRODUCED).decision();
      case BEYOND -> step.stale();
      case ABORTED, FAILED -> step.unexpected();
    };
  }

  private static Decision failed(Stage stage, Step step) {
    return switch (stage) {
      case AWAITING -> step.held() ? step.fail() : step.unexpected();
      case ORDERED, IN_PRODUCTION -> step.fail();
      case BEYOND, ABORTED -> step.unexpected();
      case FAILED -> step.stale();
    };
  }

  private static Stage stage(CardState state) {
    return switch (state) {
      case REQUESTED, PROCESSING -> Stage.AWAITING;
      case ORDERED -> Stage.ORDERED;
      case IN_PRODUCTION -> Stage.IN_PRODUCTION;
      case PRODUCED, UNASSIGNED, ASSIGNED, EXPIRED, LOCKED -> Stage.BEYOND;
      case ABORTED -> Stage.ABORTED;
      case FAILED -> Stage.FAILED;
    };
  }

  private static Failure failure(ProducerStatus status) {
    if (status instanceof OrderRefused refused) {
      return new Failure(refused.code(), refused.detail());
    }
    ProductionFailed failed = (ProductionFailed) status;
    return new Failure(failed.code(), failed.detail());
  }

  /**
   * The known order: the card's own, or the batch that holds the card while the answer is pending.
   */
  private static OrderReference recorded(Card card, String heldBy) {
    if (card.order() == null) {
      return heldBy == null ? null : new OrderReference(heldBy, null, null);
    }
    return card.order();
  }

  private static boolean differs(OrderReference recorded, ProducerStatus status) {
    if (recorded == null) {
      return false;
    }
    return differs(recorded.batchId(), batchId(status))
        || differs(recorded.orderId(), status.orderId());
  }

  private static boolean differs(String recorded, String reported) {
    return recorded != null && reported != null && !recorded.equals(reported);
  }

  private static OrderReference merge(OrderReference recorded, ProducerStatus status) {
    OrderReference known = recorded == null ? new OrderReference(null, null, null) : recorded;
    return new OrderReference(
        first(known.batchId(), batchId(status)),
        first(known.orderId(), status.orderId()),
        first(known.producerCardId(), status.producerCardId()));
  }

  private static String batchId(ProducerStatus status) {
    if (status instanceof OrderAccepted accepted) {
      return accepted.batchId();
    }
    return status instanceof OrderRefused refused ? refused.batchId() : null;
  }

  private static String first(String known, String reported) {
    return known != null ? known : reported;
  }
}
