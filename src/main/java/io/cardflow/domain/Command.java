package io.cardflow.domain;

import java.time.Instant;
import java.util.Map;

/** What IAM systems, and the worker's own timers, ask for. */
public sealed interface Command extends Message.Body {

  /** The trigger under which its effect is published. */
  Trigger trigger();

  /**
   * Creates a card.
   *
   * @param layoutId 1 to 64 characters
   * @param delivery where the bureau sends it
   * @param cardElements texts printed on the card by name, at most 50; empty if none
   * @param costCentre null if none
   * @param queue whether it waits for the next batch run; null leaves it to the setting
   */
  record RequestCard(
      String layoutId,
      DeliveryAddress delivery,
      Map<String, String> cardElements,
      String costCentre,
      Boolean queue)
      implements Command {
    @Override
    public Trigger trigger() {
      return Trigger.REQUEST_CARD;
    }
  }

  /**
   * Aborts a request that no order holds.
   *
   * @param reason at most 500 characters; null if none
   */
  record AbortOrder(String reason) implements Command {
    @Override
    public Trigger trigger() {
      return Trigger.ABORT_ORDER;
    }
  }

  /**
   * Puts a produced card into the pool.
   *
   * @param chipSerial null if not told
   */
  record InitializeCard(String chipSerial) implements Command {
    @Override
    public Trigger trigger() {
      return Trigger.INITIALIZE_CARD;
    }
  }

  /**
   * Hands a card from the pool to a holder.
   *
   * @param holderId 1 to 128 characters
   * @param validUntil null for the default validity
   */
  record AssignCard(String holderId, Instant validUntil) implements Command {
    @Override
    public Trigger trigger() {
      return Trigger.ASSIGN_CARD;
    }
  }

  /** Moves the validity of an assigned card, later or earlier. */
  record ExtendCard(Instant validUntil) implements Command {
    @Override
    public Trigger trigger() {
      return Trigger.EXTEND_CARD;
    }
  }

  /**
   * Takes a card back into the pool.
   *
   * @param reason at most 500 characters; null if none
   */
  record WithdrawCard(String reason) implements Command {
    @Override
    public Trigger trigger() {
      return Trigger.WITHDRAW_CARD;
    }
  }

  /**
   * Locks a card for good.
   *
   * @param reason at most 500 characters; null if none
   */
  record LockCard(String reason) implements Command {
    @Override
    public Trigger trigger() {
      return Trigger.LOCK_CARD;
    }
  }

  /**
   * Says that the validity of an assignment has passed.
   *
   * @param assignment the number of the assignment it belongs to, 1 or more
   */
  record ExpireCard(int assignment) implements Command {
    @Override
    public Trigger trigger() {
      return Trigger.EXPIRE_CARD;
    }
  }
}
