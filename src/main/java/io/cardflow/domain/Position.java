package io.cardflow.domain;

/**
 * The position of a record, under which its outcome is journaled.
 *
 * @param offset 0 or more
 */
public record Position(InboundPartition partition, long offset) {}
