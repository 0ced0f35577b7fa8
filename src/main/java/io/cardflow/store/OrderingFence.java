package io.cardflow.store;

import io.cardflow.store.LastClaims.Mark;
import io.cardflow.store.LastClaims.State;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.SqlConnection;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.OffsetDateTime;
import java.util.function.Predicate;

/**
 * Permits claims of cards and batches while ordering is open and PostgreSQL has lost no commits:
 * otherwise, cards whose order is lost wait again and would be ordered twice. A claim checks this
 * in its own transaction; a violation closes ordering on all replicas.
 */
@ApplicationScoped
public class OrderingFence {

  private final Pool pool;
  private final OrderingClosures closures;
  private final ProgressComparison comparison;
  private final FailoverPolicy policy;

  /** The last claim that this replica has seen; null before the first. */
  private Mark seen;

  /**
   * The start time of the server that was last compared with Kafka; null before the first
   * comparison.
   */
  private OffsetDateTime compared;

  /** Uses this pool. */
  public OrderingFence(
      Pool pool, OrderingClosures closures, CommittedOffsets offsets, FailoverPolicy policy) {
    this.pool = pool;
    this.closures = closures;
    this.comparison = new ProgressComparison(pool, offsets);
    this.policy = policy;
  }

  /** The statements of a claim. */
  @FunctionalInterface
  interface Claiming<T> {

    /**
     * Executes the claim.
     *
     * @param open whether ordering is open; if not, nothing may be claimed that leads to an order
     */
    Future<T> on(SqlConnection connection, boolean open);
  }

  /**
   * Claims in a transaction.
   *
   * @param took whether a result is a claim
   * @param none the result if no claim was made because ordering must close
   */
  <T> Uni<T> claim(Claiming<T> work, Predicate<T> took, T none) {
    return Unis.of(() -> attempt(work, took))
        .onFailure(NotCompared.class)
        .recoverWithUni(() -> compare().chain(() -> Unis.of(() -> attempt(work, took))))
        .onFailure(Breach.class)
        .recoverWithUni(found -> close(found).replaceWith(none));
  }

  private <T> Future<T> attempt(Claiming<T> work, Predicate<T> took) {
    Mark before = seen();
    return Transactions.run(
            pool,
            connection ->
                connection
                    .query(LastClaims.KEEP_CLOSURES)
                    .execute()
                    .compose(locked -> LastClaims.look(connection, before))
                    .compose(
                        state -> {
                          check(state, before);
                          return work.on(connection, state.closures().isEmpty())
                              .compose(
                                  result ->
                                      took.test(result)
                                          ? LastClaims.add(connection)
                                              .map(mark -> new Passed<>(result, mark, state))
                                          : Future.succeededFuture(
                                              new Passed<>(result, state.last(), state)));
                        }))
        .map(
            passed -> {
              learn(passed.state(), passed.mark());
              return passed.result();
            });
  }

  /** Throws {@link Breach} or {@link NotCompared} if no claim is permitted. */
  private void check(State state, Mark before) {
    if (!state.closures().contains(ClosureReason.LOST_COMMITS)) {
      if (before != null && state.lacks(before)) {
        throw new Breach(
            ClosureReason.LOST_COMMITS,
            "claim %d, which this replica has seen, is missing; the last one is %s"
                .formatted(before.number(), state.last() == null ? "none" : state.last().number()));
      }
      if (!state.started().equals(compared())) {
        throw new NotCompared();
      }
    }
    if (!state.closures().contains(ClosureReason.FAILOVER)) {
      if (state.isOtherSystem()) {
        throw new Breach(
            ClosureReason.FAILOVER,
            "the last claim was made on the server with system identifier %d, this one has %d"
                .formatted(state.lastSystem(), state.system()));
      }
      if (state.isOtherTimeline() && policy == FailoverPolicy.HOLD) {
        throw new Breach(
            ClosureReason.FAILOVER,
            "the last claim was made on timeline %s, the server is now on %s"
                .formatted(state.lastTimeline(), state.timeline()));
      }
    }
  }

  private Uni<Void> compare() {
    return comparison
        .run()
        .invoke(
            result -> {
              if (result.contradiction() != null) {
                throw new Breach(ClosureReason.LOST_COMMITS, result.contradiction());
              }
              compared(result.started());
            })
        .replaceWithVoid();
  }

  private Uni<Void> close(Breach breach) {
    return Unis.of(() -> closures.close(breach.reason, breach.getMessage()))
        .invoke(
            () -> {
              if (breach.reason == ClosureReason.LOST_COMMITS) {
                forget();
              }
            });
  }

  /**
   * Stores the state that the next claim must find. While ordering is closed for lost commits any
   * state is accepted, and Kafka is compared again after the release.
   */
  private synchronized void learn(State state, Mark mark) {
    if (state.closures().contains(ClosureReason.LOST_COMMITS)) {
      forget();
    }
    seen = Mark.later(seen, mark);
  }

  private synchronized void forget() {
    seen = null;
    compared = null;
  }

  private synchronized Mark seen() {
    return seen;
  }

  private synchronized OffsetDateTime compared() {
    return compared;
  }

  private synchronized void compared(OffsetDateTime started) {
    compared = started;
  }

  /** A completed claim. */
  private record Passed<T>(T result, Mark mark, State state) {}

  /** Ordering must be closed. */
  private static final class Breach extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final ClosureReason reason;

    Breach(ClosureReason reason, String detail) {
      super(detail, null, false, false);
      this.reason = reason;
    }
  }

  /** The server's progress must be compared with Kafka first. */
  private static final class NotCompared extends RuntimeException {
    private static final long serialVersionUID = 1L;

    NotCompared() {
      super("PostgreSQL was restarted and is not compared with Kafka yet", null, false, false);
    }
  }
}
