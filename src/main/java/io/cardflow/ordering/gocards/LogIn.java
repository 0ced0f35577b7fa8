package io.cardflow.ordering.gocards;

import java.time.Instant;

/** How the worker gets a bearer token of the bureau. */
interface LogIn {

  /**
   * A bearer token.
   *
   * @param validUntil null if the answer has no validity
   */
  record Token(String text, Instant validUntil) {

    /** Omits the secret. */
    @Override
    public String toString() {
      return "Token[" + validUntil + "]";
    }
  }

  /**
   * Requests a new token; blocks at most for the time of one call.
   *
   * @throws CallFailed if there is none
   */
  Token call();
}
