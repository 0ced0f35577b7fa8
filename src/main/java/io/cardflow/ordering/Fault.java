package io.cardflow.ordering;

import java.time.Duration;

/**
 * Why a call to the bureau failed.
 *
 * @param detail one line for an operator, without secrets or card data
 * @param retryAfter the {@code Retry-After} of the bureau; null if none
 */
public record Fault(Code code, String detail, Duration retryAfter) {

  /** The kind of fault. */
  public enum Code {
    /** No response in time. */
    TIMEOUT(true),
    /** The bureau could not be reached, or the connection was lost. */
    CONNECTION(true),
    /** The bureau's certificate is not trusted, or the bureau does not trust the worker's. */
    TLS(true),
    /** The bureau returned a status of 500 or above. */
    SERVER_ERROR(true),
    /** The bureau returned a status that the API does not define. */
    UNEXPECTED_STATUS(true),
    /** The response is invalid or not about the ordered cards. */
    BAD_ANSWER(true),
    /** The response is larger than any valid one. */
    TOO_LARGE(true),
    /** The bureau does not find an order that it accepted. */
    ORDER_NOT_FOUND(true),
    /** The bureau does not find a card of an order that it accepted. */
    CARD_NOT_FOUND(true),
    /** A card of the order does not name the worker's card, or names one that does not fit. */
    CARD_NOT_MAPPED(true),
    /** Whether the bureau received the order is not known, and it offers no look-up. */
    OUTCOME_UNKNOWN(true),
    /** The bureau limits the rate (429). */
    TOO_MANY_REQUESTS(false),
    /** The bureau rejects the credentials (401 or 403, even with a new token). */
    UNAUTHORIZED(false),
    /** Not sent, because the layout of the cards could not be read. */
    LAYOUT_UNREADABLE(false),
    /** Not sent, because the previous calls failed. */
    CIRCUIT_OPEN(false),
    /** Not sent, because the claim on the batch could expire before the call ends. */
    CLAIM_ENDING(false),
    /** Not sent, because ordering is closed. */
    ORDERING_CLOSED(false),
    /** The outcomes could not be published, or the worker itself failed. */
    INTERNAL(true);

    private final boolean uncertain;

    Code(boolean uncertain) {
      this.uncertain = uncertain;
    }

    /** Returns whether a call was made, and the bureau or the way to it is at fault. */
    boolean isFromCall() {
      return switch (this) {
        case CIRCUIT_OPEN,
            CLAIM_ENDING,
            ORDERING_CLOSED,
            OUTCOME_UNKNOWN,
            CARD_NOT_MAPPED,
            INTERNAL ->
            false;
        default -> true;
      };
    }

    /** Returns whether an order may have been received despite the fault. */
    boolean leavesOrderUncertain() {
      return uncertain;
    }
  }

  /** Returns a fault without {@code Retry-After}. */
  public static Fault of(Code code, String detail) {
    return new Fault(code, detail, null);
  }
}
