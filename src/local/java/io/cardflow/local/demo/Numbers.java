package io.cardflow.local.demo;

import io.cardflow.domain.CardState;
import io.cardflow.domain.Outcome;
import java.util.Map;

/**
 * What can be counted at one moment.
 *
 * @param sent records sent to the two inbound topics
 * @param states cards by state
 * @param versions the sum of the cards' versions, which is the number of their events
 * @param outcomes records by how they ended
 * @param events records read, committed ones, on the topic of events; likewise the next two
 */
record Numbers(
    int sent,
    Map<CardState, Integer> states,
    int versions,
    Map<Outcome, Integer> outcomes,
    int events,
    int rejections,
    int deadLetters) {

  int state(CardState state) {
    return states.getOrDefault(state, 0);
  }

  int outcome(Outcome outcome) {
    return outcomes.getOrDefault(outcome, 0);
  }

  /** How many records have ended; one that was only sent on has not. */
  int ended() {
    return outcomes.entrySet().stream()
        .filter(each -> each.getKey() != Outcome.FORWARDED)
        .mapToInt(Map.Entry::getValue)
        .sum();
  }
}
