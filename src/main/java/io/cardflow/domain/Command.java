package io.cardflow.domain;

import io.cardflow.domain.ProducerStatus.CardProduced;
import io.cardflow.domain.ProducerStatus.CardShipped;
import io.cardflow.domain.ProducerStatus.ProductionStarted;
import io.cardflow.domain.ProducerStatus.Readout;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** A command from an IAM system or from the worker's own timers. */
public sealed interface Command extends Message.Body {

  /** The trigger that published events name. */
  Trigger trigger();

  /** The reason that was given, at most 500 characters; null if none. */
  default String reason() {
    return null;
  }

  /**
   * Creates a card.
   *
   * @param layoutId 1 to 64 characters
   * @param delivery where the bureau sends the card
   * @param cardElements printed texts by name, at most 50; empty if none
   * @param costCentre null if none
   * @param queue whether the card waits for the next batch run; null for the configured default
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
   * Aborts a request that no order batch holds.
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
   * Adds a produced card to the pool.
   *
   * @param chipSerial null if unknown
   */
  record InitializeCard(String chipSerial) implements Command {
    @Override
    public Trigger trigger() {
      return Trigger.INITIALIZE_CARD;
    }
  }

  /**
   * Assigns a card from the pool to a holder.
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

  /** Changes the end of an assignment, to a later or earlier time. */
  record ExtendCard(Instant validUntil) implements Command {
    @Override
    public Trigger trigger() {
      return Trigger.EXTEND_CARD;
    }
  }

  /**
   * Returns a card to the pool.
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
   * Locks a card permanently.
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
   * Accepts the facts of a card that the bureau made again. Facts that are not given are null.
   *
   * @param producerCardId the bureau's id of the new piece of plastic, 1 to 128 characters
   * @param readouts values read from the new chip; empty if none
   * @param reason at most 500 characters; null if none
   */
  record ReplaceProduction(
      String producerCardId,
      Instant startedAt,
      Instant producedAt,
      List<Readout> readouts,
      Instant shippedAt,
      String shipmentId,
      String carrier,
      String trackingNumber,
      String reason)
      implements Command {
    @Override
    public Trigger trigger() {
      return Trigger.REPLACE_PRODUCTION;
    }

    /** The facts as the bureau reports them. */
    List<ProducerStatus> statuses(String orderId) {
      return List.of(
          new ProductionStarted(orderId, producerCardId, startedAt),
          new CardProduced(orderId, producerCardId, producedAt, readouts),
          new CardShipped(
              orderId, producerCardId, shippedAt, shipmentId, carrier, trackingNumber, null));
    }
  }

  /**
   * Accepts another order of the bureau for the card.
   *
   * @param orderId 1 to 128 characters
   * @param reason 1 to 500 characters
   */
  record AcceptOrder(String orderId, String reason) implements Command {
    @Override
    public Trigger trigger() {
      return Trigger.ACCEPT_ORDER;
    }
  }

  /**
   * Expires an assignment whose validity has ended.
   *
   * @param assignment the number of the assignment to expire, 1 or more
   */
  record ExpireCard(int assignment) implements Command {
    @Override
    public Trigger trigger() {
      return Trigger.EXPIRE_CARD;
    }
  }
}
