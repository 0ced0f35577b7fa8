package io.cardflow.domain;

import java.time.Instant;
import java.util.function.Predicate;

/**
 * The input of a decision, except for the message.
 *
 * @param card the current card; null if there is none
 * @param heldBy the order batch of the card, even if its outcome is known; null if none
 * @param holderHasCard whether a holder already has a card that counts towards the limit of one
 * @param now the decision time
 */
record Situation(Card card, String heldBy, Predicate<String> holderHasCard, Instant now) {

  boolean held() {
    return heldBy != null;
  }
}
