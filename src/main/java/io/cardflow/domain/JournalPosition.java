package io.cardflow.domain;

/**
 * The position of an entry in the journal. The same offset occurs again when a topic is recreated
 * or when a partition is decided again from an earlier offset; the log distinguishes them.
 *
 * @param log the number of one incarnation of a partition, 1 or more
 * @param offset 0 or more
 */
public record JournalPosition(int log, long offset) {}
