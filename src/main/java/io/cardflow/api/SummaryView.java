package io.cardflow.api;

import io.cardflow.domain.CardState;
import io.cardflow.domain.OrderStatus;
import io.cardflow.store.Closure;
import io.cardflow.store.Signals.Signal;
import io.cardflow.store.Summaries.Flow;
import io.cardflow.store.Summaries.HaltedPartition;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * All cards and orders in figures.
 *
 * @param asOf by the database's clock
 * @param cards the number of cards by state
 * @param stays how long cards wait, for the states with a limit
 * @param orders the number of order batches by status
 * @param closures why ordering is closed; empty while it is open
 * @param halts the partitions whose messages are not decided
 * @param flow how many cards took each edge of the life cycle
 * @param signal what the replicas report: throughput, lag, the next batch run, the bureau
 */
public record SummaryView(
    Instant asOf,
    Map<CardState, Long> cards,
    Map<CardState, StayView> stays,
    Map<OrderStatus, Long> orders,
    List<Closure> closures,
    List<HaltedPartition> halts,
    List<Flow> flow,
    Signal signal) {

  /**
   * The stays in a state.
   *
   * @param oldestSeconds the duration of the oldest one; 0 if there is none
   * @param overdue how many exceed the limit
   * @param limitSeconds the longest permitted stay
   */
  public record StayView(double oldestSeconds, long overdue, long limitSeconds) {}
}
