package io.cardflow.domain;

import static io.cardflow.domain.RejectionCode.CARD_EXISTS;
import static io.cardflow.domain.RejectionCode.HOLDER_HAS_CARD;
import static io.cardflow.domain.RejectionCode.INVALID_VALIDITY;
import static io.cardflow.domain.RejectionCode.ORDER_IN_FLIGHT;
import static io.cardflow.domain.RejectionCode.STALE_TIMER;
import static io.cardflow.domain.RejectionCode.TRANSITION_NOT_ALLOWED;
import static io.cardflow.domain.RejectionCode.UNKNOWN_CARD;

import io.cardflow.domain.Command.AbortOrder;
import io.cardflow.domain.Command.AcceptOrder;
import io.cardflow.domain.Command.AssignCard;
import io.cardflow.domain.Command.ExpireCard;
import io.cardflow.domain.Command.ExtendCard;
import io.cardflow.domain.Command.InitializeCard;
import io.cardflow.domain.Command.LockCard;
import io.cardflow.domain.Command.ReplaceProduction;
import io.cardflow.domain.Command.RequestCard;
import io.cardflow.domain.Command.WithdrawCard;
import io.cardflow.domain.Decision.Rejected;
import java.time.Instant;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Decides commands. The first failed check determines the code. Order of the checks: the card
 * exists (or is new), its state allows the command, no order batch holds it, the validity, the
 * holder.
 */
final class CommandRules {

  private final Policy policy;

  CommandRules(Policy policy) {
    this.policy = policy;
  }

  Decision decide(Message message, Command command, Situation situation) {
    if (command instanceof RequestCard request) {
      return request(message, request, situation);
    }
    Card card = situation.card();
    if (card == null) {
      return new Rejected(UNKNOWN_CARD, "no card has this id", null);
    }
    if (command instanceof ExpireCard expire) {
      return expire(message, expire, situation);
    }
    Trigger trigger = command.trigger();
    Set<CardState> needed = Lifecycle.allowing(trigger);
    if (!needed.contains(card.state())) {
      return new Rejected(TRANSITION_NOT_ALLOWED, needs(trigger, needed, card.state()), card);
    }
    Change change = new Change(card, message, trigger, situation.now());
    if (command instanceof AbortOrder abort) {
      if (situation.held()) {
        return new Rejected(ORDER_IN_FLIGHT, "an order batch holds the card", card);
      }
      return change.because(abort.reason()).enter(CardState.ABORTED).decision();
    }
    if (command instanceof InitializeCard initialize) {
      return change
          .with(card.initialized(initialize.chipSerial()))
          .enter(CardState.UNASSIGNED)
          .decision();
    }
    if (command instanceof AssignCard assign) {
      return assign(assign, change, situation);
    }
    if (command instanceof ExtendCard extend) {
      return extend(extend, change, situation);
    }
    if (command instanceof WithdrawCard withdraw) {
      return change
          .because(withdraw.reason())
          .endAssignment()
          .enter(CardState.UNASSIGNED)
          .decision();
    }
    if (command instanceof LockCard lock) {
      return change.because(lock.reason()).endAssignment().enter(CardState.LOCKED).decision();
    }
    if (command instanceof ReplaceProduction replace) {
      return replace(replace, change.because(replace.reason()), card);
    }
    if (command instanceof AcceptOrder accept) {
      Card under = card.ordered(card.order().withOrder(accept.orderId()));
      return change
          .because(accept.reason())
          .with(under)
          .announceFacts(under.order(), Production.NONE)
          .decision();
    }
    throw new IllegalStateException("no decision for " + trigger);
  }

  private Decision request(Message message, RequestCard request, Situation situation) {
    if (situation.card() != null) {
      return new Rejected(CARD_EXISTS, "a card with this id already exists", situation.card());
    }
    Change change =
        Change.creating(message, request.trigger(), situation.now()).enter(CardState.REQUESTED);
    boolean queue = request.queue() == null ? policy.queue() : request.queue();
    return (queue ? change.enter(CardState.PROCESSING) : change).decision();
  }

  private Decision assign(AssignCard assign, Change change, Situation situation) {
    Card card = situation.card();
    Instant now = situation.now();
    Instant until = assign.validUntil() == null ? now.plus(policy.validity()) : assign.validUntil();
    if (!until.isAfter(now)) {
      return new Rejected(INVALID_VALIDITY, "validUntil is not in the future", card);
    }
    if (policy.oneCardPerHolder() && situation.holderHasCard().test(assign.holderId())) {
      return new Rejected(HOLDER_HAS_CARD, "the holder has another card", card);
    }
    return change
        .with(card.assigned(new Assignment(card.assignments() + 1, assign.holderId(), now, until)))
        .enter(CardState.ASSIGNED)
        .decision();
  }

  private static Decision extend(ExtendCard extend, Change change, Situation situation) {
    if (!extend.validUntil().isAfter(situation.now())) {
      return new Rejected(INVALID_VALIDITY, "validUntil is not in the future", situation.card());
    }
    return change.extend(extend.validUntil()).decision();
  }

  /** The facts of two pieces of plastic are never mixed; those of the same one are completed. */
  private static Decision replace(ReplaceProduction replace, Change change, Card card) {
    boolean same = replace.producerCardId().equals(card.order().producerCardId());
    Card known = same ? card : card.remade(replace.producerCardId());
    Production facts = known.production();
    int leftOut = 0;
    for (ProducerStatus status : replace.statuses(known.order().orderId())) {
      leftOut += facts.leftOut(status);
      facts = facts.with(status);
    }
    return change
        .with(known.with(facts))
        .withoutFacts(leftOut)
        .announceFacts(known.order(), facts.without(known.production()))
        .decision();
  }

  private static Decision expire(Message message, ExpireCard expire, Situation situation) {
    Card card = situation.card();
    Assignment assignment = card.assignment();
    if (card.state() != CardState.ASSIGNED
        || assignment.number() != expire.assignment()
        || assignment.validUntil().isAfter(situation.now())) {
      return new Rejected(
          STALE_TIMER, "the card is not assigned under this number beyond its validity", card);
    }
    return new Change(card, message, Trigger.EXPIRE_CARD, situation.now())
        .enter(CardState.EXPIRED)
        .decision();
  }

  private static String needs(Trigger trigger, Set<CardState> needed, CardState state) {
    String states =
        needed.stream().sorted().map(CardState::name).collect(Collectors.joining(" or "));
    return trigger.messageName() + " needs " + states + "; the card is " + state;
  }
}
