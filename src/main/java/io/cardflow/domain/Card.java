package io.cardflow.domain;

import java.time.Instant;

/**
 * A card as its messages have left it.
 *
 * @param id 1 to 64 characters
 * @param version the version of its last event, 1 or more
 * @param since when it entered its state
 * @param overdue whether this stay in its state was announced as longer than its limit
 * @param order null while no order is on record
 * @param failure null unless it failed
 * @param chipSerial null until told
 * @param assignments how many assignments it has had, 0 or more
 * @param assignment the assignment it has, also while it is expired; null if none
 */
public record Card(
    String id,
    int version,
    CardState state,
    Instant since,
    boolean overdue,
    OrderReference order,
    Production production,
    Failure failure,
    String chipSerial,
    int assignments,
    Assignment assignment) {

  Card entered(CardState next, Instant now) {
    return new Card(
        id,
        version + 1,
        next,
        now,
        false,
        order,
        production,
        failure,
        chipSerial,
        assignments,
        assignment);
  }

  Card announced() {
    return new Card(
        id,
        version + 1,
        state,
        since,
        overdue,
        order,
        production,
        failure,
        chipSerial,
        assignments,
        assignment);
  }

  Card becameOverdue() {
    return new Card(
        id,
        version,
        state,
        since,
        true,
        order,
        production,
        failure,
        chipSerial,
        assignments,
        assignment);
  }

  Card ordered(OrderReference reference) {
    return new Card(
        id,
        version,
        state,
        since,
        overdue,
        reference,
        production,
        failure,
        chipSerial,
        assignments,
        assignment);
  }

  Card told(Production facts) {
    return new Card(
        id,
        version,
        state,
        since,
        overdue,
        order,
        facts,
        failure,
        chipSerial,
        assignments,
        assignment);
  }

  Card failed(Failure why) {
    return new Card(
        id,
        version,
        state,
        since,
        overdue,
        order,
        production,
        why,
        chipSerial,
        assignments,
        assignment);
  }

  Card initialized(String serial) {
    return new Card(
        id,
        version,
        state,
        since,
        overdue,
        order,
        production,
        failure,
        serial == null ? chipSerial : serial,
        assignments,
        assignment);
  }

  Card assigned(Assignment next) {
    return new Card(
        id,
        version,
        state,
        since,
        overdue,
        order,
        production,
        failure,
        chipSerial,
        Math.max(assignments, next.number()),
        next);
  }

  Card released() {
    return new Card(
        id,
        version,
        state,
        since,
        overdue,
        order,
        production,
        failure,
        chipSerial,
        assignments,
        null);
  }
}
