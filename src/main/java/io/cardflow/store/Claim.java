package io.cardflow.store;

/**
 * A wish to own a partition.
 *
 * @param partitions how many partitions its topic has
 * @param start where to begin if the partition was never owned; null if it must have been owned
 *     before, because something was consumed already
 */
public record Claim(int partitions, Long start) {}
