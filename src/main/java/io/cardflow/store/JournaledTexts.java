package io.cardflow.store;

import java.time.Instant;

/**
 * The texts of a unit of work in the journal that may name a person. An array has an element for
 * each entry, which may be null; it is null if all of its elements are.
 *
 * @param id the key of the unit
 * @param entries their number
 * @param codes not null where the reason is not that of a command
 * @param output what was published for the entries, compressed; null if nothing was
 */
public record JournaledTexts(
    long id,
    Instant decidedAt,
    int entries,
    String[] cardIds,
    String[] sources,
    String[] messageIds,
    String[] authids,
    String[] correlationids,
    String[] codes,
    String[] reasons,
    byte[] output) {}
