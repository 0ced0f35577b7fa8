package io.cardflow.local.demo;

import io.cardflow.domain.CardState;
import io.cardflow.domain.OrderStatus;
import io.cardflow.domain.Outcome;
import java.util.Map;

/**
 * The counts at one moment.
 *
 * @param sent commands sent
 * @param inbound records read on the two inbound topics: the commands, the bureau's notifications,
 *     and the worker's internal messages
 * @param states cards by state
 * @param versions the sum of the cards' versions, which is the number of their events
 * @param orders order batches by status
 * @param ordered cards in order batches
 * @param outcomes records by outcome
 * @param reminders reminders read about assignments that are about to end
 * @param overdue notices read about cards that exceed a dwell limit
 * @param events committed records read from the events topic; likewise the next two
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

  /** Returns how many cards the bureau has not finished. */
  int atTheBureau() {
    return state(CardState.REQUESTED)
        + state(CardState.PROCESSING)
        + state(CardState.ORDERED)
        + state(CardState.IN_PRODUCTION);
  }

  /** Returns how many cards were produced and shipped, in whichever state they are now. */
  int shipped() {
    return state(CardState.PRODUCED)
        + state(CardState.UNASSIGNED)
        + state(CardState.ASSIGNED)
        + state(CardState.EXPIRED)
        + state(CardState.LOCKED);
  }

  /** Returns the number of cards. */
  int cards() {
    return states.values().stream().mapToInt(each -> each).sum();
  }

  int outcome(Outcome outcome) {
    return outcomes.getOrDefault(outcome, 0);
  }

  /** Returns how many records are decided; a forwarded one is not. */
  int ended() {
    return outcomes.entrySet().stream()
        .filter(each -> each.getKey() != Outcome.FORWARDED)
        .mapToInt(Map.Entry::getValue)
        .sum();
  }
}
