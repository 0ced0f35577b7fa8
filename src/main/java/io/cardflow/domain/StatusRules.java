package io.cardflow.domain;

import static io.cardflow.domain.CardState.FAILED;
import static io.cardflow.domain.CardState.IN_PRODUCTION;
import static io.cardflow.domain.CardState.ORDERED;
import static io.cardflow.domain.CardState.PRODUCED;

import io.cardflow.domain.Decision.Rejected;
import io.cardflow.domain.Decision.Stale;
import io.cardflow.domain.ProducerStatus.OrderAccepted;
import io.cardflow.domain.ProducerStatus.OrderRefused;
import io.cardflow.domain.ProducerStatus.ProductionFailed;

/**
 * Decides what the bureau says. A bureau repeats itself, skips steps and speaks out of order:
 * progress has a rank, a lower or equal rank moves nothing, and a higher one implies the steps it
 * skipped. Facts are kept unless the status is refused.
 */
final class StatusRules {

  /** Where a card stands in the bureau's order of things. */
  private enum Stage {
    AWAITING,
    ORDERED,
    IN_PRODUCTION,
    /** Shipped, and whatever came after. */
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
    Stage stage = stage(card.state());
    Card known = card.ordered(merge(recorded, status)).with(card.production().with(status));
    int leftOut = card.production().leftOut(status);
    Change change =
        new Change(known, message, status.trigger(), situation.now()).withoutFacts(leftOut);
    return switch (status.trigger()) {
      case ORDER_ACCEPTED ->
          switch (stage) {
            case AWAITING -> change.enter(ORDERED).decision();
            case ORDERED, IN_PRODUCTION, BEYOND -> new Stale(known, leftOut);
            case ABORTED, FAILED -> unexpected(status, card);
          };
      case ORDER_REFUSED ->
          switch (stage) {
            case AWAITING -> fail(change, known, status);
            case ORDERED, IN_PRODUCTION, BEYOND, ABORTED -> unexpected(status, card);
            case FAILED -> new Stale(known, leftOut);
          };
      case PRODUCTION_STARTED, CARD_PRODUCED ->
          switch (stage) {
            case AWAITING ->
                situation.held()
                    ? change.infer(ORDERED).enter(IN_PRODUCTION).decision()
                    : unexpected(status, card);
            case ORDERED -> change.enter(IN_PRODUCTION).decision();
            case IN_PRODUCTION, BEYOND -> new Stale(known, leftOut);
            case ABORTED, FAILED -> unexpected(status, card);
          };
      case CARD_SHIPPED ->
          switch (stage) {
            case AWAITING ->
                situation.held()
                    ? change.infer(ORDERED).infer(IN_PRODUCTION).enter(PRODUCED).decision()
                    : unexpected(status, card);
            case ORDERED -> change.infer(IN_PRODUCTION).enter(PRODUCED).decision();
            case IN_PRODUCTION -> change.enter(PRODUCED).decision();
            case BEYOND -> new Stale(known, leftOut);
            case ABORTED, FAILED -> unexpected(status, card);
          };
      case PRODUCTION_FAILED ->
          switch (stage) {
            case AWAITING ->
                situation.held() ? fail(change, known, status) : unexpected(status, card);
            case ORDERED, IN_PRODUCTION -> fail(change, known, status);
            case BEYOND, ABORTED -> unexpected(status, card);
            case FAILED -> new Stale(known, leftOut);
          };
      case REQUEST_CARD,
          ABORT_ORDER,
          INITIALIZE_CARD,
          ASSIGN_CARD,
          EXTEND_CARD,
          WITHDRAW_CARD,
          LOCK_CARD,
          EXPIRE_CARD ->
          throw new IllegalStateException(status.trigger() + " is not the bureau's");
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

  private static Decision fail(Change change, Card known, ProducerStatus status) {
    return change.with(known.failed(failure(status))).enter(FAILED).decision();
  }

  private static Failure failure(ProducerStatus status) {
    if (status instanceof OrderRefused refused) {
      return new Failure(refused.code(), refused.detail());
    }
    ProductionFailed failed = (ProductionFailed) status;
    return new Failure(failed.code(), failed.detail());
  }

  private static Decision unexpected(ProducerStatus status, Card card) {
    return new Rejected(
        RejectionCode.UNEXPECTED_STATUS,
        status.trigger().messageName() + " does not fit; the card is " + card.state(),
        card);
  }

  /** The order on record: the card's own, or the batch that holds it while the answer is open. */
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
