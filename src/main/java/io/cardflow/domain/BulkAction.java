package io.cardflow.domain;

import java.time.Instant;
import java.util.List;

/**
 * An act on many cards or dead letters: a fixed list, with what came of each item.
 *
 * @param actor the caller
 * @param reason why
 * @param validUntil the new end of the assignments; null unless they are extended
 * @param auditId its audit entry
 * @param finishedAt null until all items have an outcome
 * @param items in the caller's order
 */
public record BulkAction(
    String id,
    Kind kind,
    String actor,
    String reason,
    Instant validUntil,
    String auditId,
    Instant createdAt,
    Instant finishedAt,
    List<Item> items) {

  /** What is done to each item. */
  public enum Kind {
    LOCK(Trigger.LOCK_CARD),
    WITHDRAW(Trigger.WITHDRAW_CARD),
    EXTEND(Trigger.EXTEND_CARD),
    ABORT(Trigger.ABORT_ORDER),
    /** Puts dead letters back. */
    PUT_BACK(null);

    private final Trigger trigger;

    Kind(Trigger trigger) {
      this.trigger = trigger;
    }

    /** The trigger of the command that is sent for each card; null if none is. */
    public Trigger trigger() {
      return trigger;
    }

    /**
     * Why a card is not eligible.
     *
     * @param state null if the card does not exist
     * @param held whether an order batch holds it
     * @return null if it is eligible
     */
    public RejectionCode refusal(CardState state, boolean held) {
      if (state == null) {
        return RejectionCode.UNKNOWN_CARD;
      }
      boolean allowed =
          this == EXTEND ? state == CardState.ASSIGNED : Lifecycle.sources(trigger).contains(state);
      if (!allowed) {
        return RejectionCode.TRANSITION_NOT_ALLOWED;
      }
      return this == ABORT && held ? RejectionCode.ORDER_IN_FLIGHT : null;
    }
  }

  /** How far an item is. */
  public enum Status {
    /** It was not eligible when the action was made, and is left out. */
    INELIGIBLE,
    WAITING,
    /** Its message is published, and not decided yet. */
    SENT,
    /** It is published to a topic whose outcomes are not in the journal. */
    PUBLISHED,
    APPLIED,
    REJECTED,
    DEAD_LETTERED,
    /** It could not be sent. */
    FAILED
  }

  /**
   * An item.
   *
   * @param number its number, from 1
   * @param subject the card, or partition and offset of a dead letter with a slash between
   * @param code why it is not eligible, was rejected or failed; null otherwise
   * @param position of its message; null until it is sent
   */
  public record Item(int number, String subject, Status status, String code, Position position) {}
}
