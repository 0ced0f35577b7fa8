package io.cardflow.store;

/**
 * Offsets of a log.
 *
 * @param from the first offset
 * @param to the offset after the last one
 */
public record OffsetRange(long from, long to) {}
