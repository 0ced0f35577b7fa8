package io.cardflow.ordering;

import java.time.Duration;

/**
 * Why a call to the bureau told nothing.
 *
 * @param detail a line for a person; neither a secret nor anything of a card
 * @param retryAfter how long the bureau asked to wait; null if it did not
 */
public record Fault(Code code, String detail, Duration retryAfter) {

  /** What went wrong. */
  public enum Code {
    /** No answer in time. */
    TIMEOUT(true),
    /** The bureau was not reached, or the connection was lost. */
    CONNECTION(true),
    /** No trust in the bureau's certificate, or its in ours. */
    TLS(true),
    /** The bureau answered with a status of 500 or above. */
    SERVER_ERROR(true),
    /** The bureau answered with a status that the agreement does not know. */
    UNEXPECTED_STATUS(true),
    /** The answer cannot be read, or is not about the cards that were ordered. */
    BAD_ANSWER(true),
    /** The answer is larger than any that could be meant. */
    TOO_LARGE(true),
    /** A card has a status that is not known; the other cards are not affected. */
    UNKNOWN_STATUS(true),
    /** The bureau does not know an order that it accepted. */
    ORDER_NOT_FOUND(true),
    /** The bureau asks to wait (429). */
    TOO_MANY_REQUESTS(false),
    /** The bureau does not accept the credentials (401 or 403, also with a fresh token). */
    UNAUTHORIZED(false),
    /** Not tried, because the calls before failed. */
    CIRCUIT_OPEN(false),
    /** Not sent, because the claim on the batch could end before the call. */
    CLAIM_ENDING(false),
    /** Not sent, because ordering is closed. */
    ORDERING_CLOSED(false),
    /** The outcomes could not be told to the cards, or the worker itself failed. */
    INTERNAL(true);

    private final boolean uncertain;

    Code(boolean uncertain) {
      this.uncertain = uncertain;
    }

    /** Whether an order may have been received in spite of it. */
    boolean leavesOrderUncertain() {
      return uncertain;
    }
  }

  /** A fault after which the bureau did not ask to wait. */
  public static Fault of(Code code, String detail) {
    return new Fault(code, detail, null);
  }
}
