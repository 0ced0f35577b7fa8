package io.cardflow.store;

import io.cardflow.domain.OrderStatus;
import java.time.Duration;
import java.time.Instant;

/**
 * A batch that this replica has taken up. Until the claim runs out no other replica does, and one
 * that overslept it can write no more.
 *
 * @param number how often the batch was taken up, this time included
 * @param before the status in which it was found
 * @param answered whether GO Cards' answer is stored
 * @param attempts how many steps in a row have failed, 0 or more
 * @param databaseTime when it was claimed, by the database's clock, the one that all replicas share
 * @param nanoTime when it was claimed, by this process' clock, or shortly before
 * @param lease how long the claim lasts
 * @param maySend whether ordering is open, so that the batch may be sent
 */
public record OrderClaim(
    String batchId,
    int number,
    OrderStatus before,
    boolean answered,
    int attempts,
    Instant databaseTime,
    long nanoTime,
    Duration lease,
    boolean maySend) {

  /** Whether the claim lasts for so long from now on. */
  public boolean lasts(Duration time) {
    return System.nanoTime() - nanoTime <= lease.minus(time).toNanos();
  }

  /** The database's time a while from now. */
  public Instant in(Duration delay) {
    return databaseTime.plusNanos(System.nanoTime() - nanoTime).plus(delay);
  }
}
