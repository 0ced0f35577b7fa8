package io.cardflow.local.demo;

import io.cardflow.domain.CardState;
import io.cardflow.domain.OrderStatus;
import io.cardflow.domain.Outcome;
import java.util.Map;

/**
 * What can be counted at one moment.
 *
 * @param sent commands sent
 * @param inbound records read on the two inbound topics: the commands, the bureau's notifications,
 *     and what the worker tells itself
 * @param states cards by state
 * @param versions the sum of the cards' versions, which is the number of their events
 * @param orders order batches by status
 * @param ordered cards in order batches
 * @param outcomes records by how they ended
 * @param reminders announcements read of assignments that come to their end
 * @param overdue announcements read of cards that wait for too long
 * @param events records read, committed ones, on the topic of events; likewise the next two
 */
record Numbers(
    int sent,
    int inbound,
    Map<CardState, Integer> states,
    int versions,
    Map<OrderStatus, Integer> orders,
    int ordered,
    Map<Outcome, Integer> outcomes,
    int reminders,
    int overdue,
    int events,
    int rejections,
    int deadLetters) {

  int state(CardState state) {
    return states.getOrDefault(state, 0);
  }

  int orders(OrderStatus status) {
    return orders.getOrDefault(status, 0);
  }

  /** How many cards the bureau is not done with. */
  int atTheBureau() {
    return state(CardState.REQUESTED)
        + state(CardState.PROCESSING)
        + state(CardState.ORDERED)
        + state(CardState.IN_PRODUCTION);
  }

  /** How many cards were made and shipped, whatever became of them since. */
  int shipped() {
    return state(CardState.PRODUCED)
        + state(CardState.UNASSIGNED)
        + state(CardState.ASSIGNED)
        + state(CardState.EXPIRED)
        + state(CardState.LOCKED);
  }

  /** How many cards there are. */
  int cards() {
    return states.values().stream().mapToInt(each -> each).sum();
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
