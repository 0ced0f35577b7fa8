package io.cardflow.store;

import java.util.UUID;

/**
 * The progress of a partition, decided and published: a row of {@code progress}.
 *
 * @param next the first undecided offset
 * @param published the first offset that is not known to be published; at most {@code next}
 * @param epoch the number of the partition takeover, which is reset in a restored database
 * @param owner a random token of the takeover, which does not recur after a restore; null before
 *     the first takeover
 * @param unit the number of the unit of work that last decided records of this partition. Units
 *     that share a partition, or the two partitions of one number, are numbered in order.
 * @param log the number of the partition's current incarnation: offsets are unique within it
 * @param topicId Kafka's id of the topic when the partition was first taken over; null if unknown
 */
public record Progress(
    long next, long published, long epoch, UUID owner, long unit, int log, UUID topicId) {}
