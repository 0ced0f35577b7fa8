package io.cardflow.domain;

import java.time.Instant;
import java.util.function.Predicate;

/**
 * What a decision is made against.
 *
 * @param card the card as it stands; null if there is none
 * @param heldBy the order batch that has the card, also when its outcome is known; null if none
 * @param holderHasCard whether a holder has a card that counts against the one allowed
 * @param now the time at which the message is decided
 */
record Situation(Card card, String heldBy, Predicate<String> holderHasCard, Instant now) {

  boolean held() {
    return heldBy != null;
  }
}
