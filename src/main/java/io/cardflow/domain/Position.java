package io.cardflow.domain;

/**
 * Where a record stands: the place under which its outcome is remembered.
 *
 * @param offset 0 or more
 */
public record Position(InboundPartition partition, long offset) {}
