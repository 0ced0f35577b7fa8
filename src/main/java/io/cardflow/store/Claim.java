package io.cardflow.store;

import java.util.UUID;

/**
 * A request to own a partition.
 *
 * @param partitions how many partitions its topic has
 * @param start where to start if the partition was never owned; null if it must have been owned
 *     before, because records were consumed already
 * @param topicId Kafka's id of its topic
 */
public record Claim(int partitions, Long start, UUID topicId) {}
