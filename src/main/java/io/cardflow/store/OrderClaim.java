package io.cardflow.store;

import io.cardflow.domain.OrderStatus;
import java.time.Duration;
import java.time.Instant;

/**
 * A batch that this replica has claimed. No other replica claims it before the claim expires, and a
 * replica whose claim was replaced can no longer write.
 *
 * @param number the number of claims of the batch, including this one
 * @param before its status before the claim
 * @param answered whether GO Cards' answer is stored
 * @param attempts the number of consecutive failed steps, 0 or more
 * @param asked whether an operator asked for the step
 * @param databaseTime when it was claimed, by the database's clock, which all replicas share
 * @param nanoTime when it was claimed, or shortly before, by this process' monotonic clock
 * @param lease how long the claim lasts
 * @param maySend whether ordering is open, so that the batch may be sent
 */
public record OrderClaim(
    String batchId,
    int number,
    OrderStatus before,
    boolean answered,
    int attempts,
    boolean asked,
    Instant databaseTime,
    long nanoTime,
    Duration lease,
    boolean maySend) {

  /** Whether the claim lasts at least this long from now. */
  public boolean lasts(Duration time) {
    return System.nanoTime() - nanoTime <= lease.minus(time).toNanos();
  }

  /** The database's time after a delay from now. */
  public Instant in(Duration delay) {
    return databaseTime.plusNanos(System.nanoTime() - nanoTime).plus(delay);
  }
}
