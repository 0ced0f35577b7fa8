package io.cardflow.store;

import java.util.UUID;

/**
 * How far a partition is decided and published, as one row of {@code progress} stores it.
 *
 * @param next the first offset that is not decided
 * @param published the first offset that is not known to be published; at most {@code next}
 * @param epoch the number of the partition takeover; it goes back with a restored database
 * @param owner a random token of the takeover, which no restored database repeats; null before the
 *     first one
 * @param unit the number of the unit of work that last decided records of this partition. Units
 *     that share a partition, or the two partitions of one number, are numbered in their order.
 */
public record Progress(long next, long published, long epoch, UUID owner, long unit) {}
