package io.cardflow.store;

/**
 * How far a partition is decided and published.
 *
 * @param next the first offset that is not decided
 * @param published the first offset that is not known to be published; at most {@code next}
 * @param epoch the number of the ownership; a writer with an older one is refused
 */
public record Progress(long next, long published, long epoch) {}
