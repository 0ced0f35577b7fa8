package io.cardflow.store;

import java.time.Instant;
import java.util.List;

/**
 * The entries of a unit of work.
 *
 * @param number the number of the unit; units that share a partition number are numbered in order
 * @param entries in the order of the decisions
 * @param output what was published for the entries, compressed; null if nothing was
 */
public record JournalUnit(
    long number, Instant decidedAt, List<JournalEntry> entries, byte[] output) {}
