package io.cardflow.domain;

/**
 * Where a record stands: the place under which its outcome is remembered.
 *
 * @param partition 0 or more
 * @param offset 0 or more
 */
public record Position(InboundTopic topic, int partition, long offset) {}
